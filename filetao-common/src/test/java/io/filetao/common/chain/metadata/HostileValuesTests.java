package io.filetao.common.chain.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.metadata.TypeDefinition.Composite;
import io.filetao.common.chain.metadata.TypeDefinition.FixedArray;
import io.filetao.common.chain.metadata.TypeDefinition.Primitive;
import io.filetao.common.chain.metadata.TypeDefinition.Sequence;
import io.filetao.common.chain.metadata.TypeDefinition.Tuple;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types and bytes that a hostile node would send. */
class HostileValuesTests {

    private static final byte[] MANY = new ScaleWriter().compact(1L << 30).bytes();

    @Test
    void lengthThatTheBytesCannotFillIsRefused() {
        TypeRegistry types =
                registry(
                        new Sequence(1),
                        new Primitive(PrimitiveKind.U32),
                        new Sequence(3),
                        new Primitive(PrimitiveKind.U8),
                        new FixedArray(1L << 31, 1),
                        new FixedArray(1L << 31, 3),
                        new FixedArray(1L << 31, 7),
                        new Tuple(List.of()));
        assertRefused(types, 0, MANY);
        assertRefused(types, 2, MANY);
        assertRefused(types, 4, MANY);
        assertRefused(types, 5, MANY);
        assertRefused(types, 6, MANY);
    }

    @Test
    void typeThatContainsItselfIsRefused() {
        TypeRegistry types = registry(new Composite(List.of(new Field("again", 0))));
        assertRefused(types, 0, new byte[100]);
        assertThat(types.isEmpty(0)).isFalse();
    }

    @Test
    void valueThatExplodesIsRefused() {
        List<TypeDefinition> doubling = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            doubling.add(new Tuple(List.of(i + 1, i + 1)));
        }
        doubling.add(new Tuple(List.of()));
        assertRefused(registry(doubling.toArray(TypeDefinition[]::new)), 0, new byte[0]);
    }

    @Test
    void typeThatIsNotThereIsRefused() {
        assertRefused(registry(new Sequence(77)), 0, new byte[] {4, 0});
        assertRefused(registry(), 0, new byte[] {0});
    }

    @Test
    void numbersThatDoNotFitAreNotWritten() {
        TypeRegistry types =
                registry(new Primitive(PrimitiveKind.U16), new Primitive(PrimitiveKind.I16));
        assertThat(types.encode(0, Value.of(65535))).containsExactly(0xff, 0xff);
        assertThat(types.encode(1, Value.of(BigInteger.valueOf(-2)))).containsExactly(0xfe, 0xff);
        assertThat(types.decode(1, new byte[] {(byte) 0xfe, (byte) 0xff}))
                .isEqualTo(Value.of(BigInteger.valueOf(-2)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> types.encode(0, Value.of(65536)));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> types.encode(0, Value.of(true)));
    }

    private static TypeRegistry registry(TypeDefinition... definitions) {
        List<Type> types = new ArrayList<>();
        for (TypeDefinition definition : definitions) {
            types.add(new Type(List.of(), definition));
        }
        return new TypeRegistry(types);
    }

    private static void assertRefused(TypeRegistry types, int type, byte[] bytes) {
        assertThatExceptionOfType(MalformedScaleException.class)
                .isThrownBy(() -> types.decode(type, bytes));
    }
}
