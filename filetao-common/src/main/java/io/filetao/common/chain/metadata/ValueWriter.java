package io.filetao.common.chain.metadata;

import io.filetao.common.chain.metadata.TypeDefinition.Bits;
import io.filetao.common.chain.metadata.TypeDefinition.Compact;
import io.filetao.common.chain.metadata.TypeDefinition.Composite;
import io.filetao.common.chain.metadata.TypeDefinition.FixedArray;
import io.filetao.common.chain.metadata.TypeDefinition.Primitive;
import io.filetao.common.chain.metadata.TypeDefinition.Sequence;
import io.filetao.common.chain.metadata.TypeDefinition.Tuple;
import io.filetao.common.chain.metadata.TypeDefinition.Variants;
import io.filetao.common.chain.scale.ScaleWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Writes one value as its type demands, or refuses it. */
final class ValueWriter {

    private final TypeRegistry types;
    private final ScaleWriter out;

    ValueWriter(TypeRegistry types, ScaleWriter out) {
        this.types = types;
        this.out = out;
    }

    void write(int type, Value value, int depth) {
        if (depth > TypeRegistry.MAX_DEPTH) {
            throw new IllegalArgumentException("The value is nested too deep");
        }
        switch (this.types.type(type).definition()) {
            case Composite(List<Field> fields) -> fields(fields, value, depth);
            case Variants(List<Variant> variants) -> choice(variants, value, depth);
            case Sequence(int item) -> {
                this.out.compact(size(value));
                sequence(item, value, depth);
            }
            case FixedArray(long length, int item) -> {
                require(size(value) == length, "an array of " + length, value);
                sequence(item, value, depth);
            }
            case Tuple(List<Integer> items) -> tuple(items, value, depth);
            case Primitive(PrimitiveKind kind) -> primitive(kind, value);
            case Compact(int inner) -> compact(inner, value);
            case Bits bits ->
                    throw new IllegalArgumentException("Bits are only read, never written");
        }
    }

    private void fields(List<Field> fields, Value value, int depth) {
        if (fields.size() == 1 && fields.getFirst().name().isEmpty()) {
            write(fields.getFirst().type(), value, depth + 1);
        } else if (fields.isEmpty() || fields.getFirst().name().isEmpty()) {
            tuple(fields.stream().map(Field::type).toList(), value, depth);
        } else if (value instanceof Value.Struct struct) {
            require(struct.fields().size() == fields.size(), "fields " + names(fields), value);
            for (Field field : fields) {
                Value member = struct.fields().get(field.name());
                if (member == null) {
                    throw new IllegalArgumentException("The field " + field.name() + " is missing");
                }
                write(field.type(), member, depth + 1);
            }
        } else {
            require(false, "fields " + names(fields), value);
        }
    }

    private void choice(List<Variant> variants, Value value, int depth) {
        if (!(value instanceof Value.Choice(String name, Value content))) {
            throw new IllegalArgumentException("One of several alternatives is expected: " + value);
        }
        Variant chosen =
                variants.stream()
                        .filter(variant -> variant.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("There is no alternative " + name));
        this.out.u8(chosen.index());
        fields(chosen.fields(), content, depth);
    }

    private void tuple(List<Integer> items, Value value, int depth) {
        require(
                value instanceof Value.Items(List<Value> values) && values.size() == items.size(),
                items.size() + " values",
                value);
        for (int i = 0; i < items.size(); i++) {
            write(items.get(i), value.get(i), depth + 1);
        }
    }

    private void sequence(int item, Value value, int depth) {
        if (value instanceof Value.Bytes(byte[] bytes)) {
            require(ValueReader.isByte(this.types, item), "a sequence of something else", value);
            this.out.raw(bytes);
        } else {
            for (Value member : value.items()) {
                write(item, member, depth + 1);
            }
        }
    }

    private static int size(Value value) {
        return switch (value) {
            case Value.Bytes(byte[] bytes) -> bytes.length;
            case Value.Items(List<Value> values) -> values.size();
            default -> throw new IllegalArgumentException("A sequence is expected: " + value);
        };
    }

    private void primitive(PrimitiveKind kind, Value value) {
        switch (value) {
            case Value.Bool(boolean bool) when kind == PrimitiveKind.BOOL -> this.out.bool(bool);
            case Value.Text(String text) when kind == PrimitiveKind.STR -> this.out.string(text);
            case Value.Number(BigInteger number)
                    when kind != PrimitiveKind.BOOL && kind != PrimitiveKind.STR ->
                    number(kind, number);
            default -> require(false, kind.name(), value);
        }
    }

    private void number(PrimitiveKind kind, BigInteger number) {
        int bits = 8 * kind.bytes();
        boolean fits =
                kind.isSigned()
                        ? number.bitLength() < bits
                        : number.signum() >= 0 && number.bitLength() <= bits;
        require(fits, "a number of " + kind, new Value.Number(number));
        byte[] littleEndian = new byte[kind.bytes()];
        Arrays.fill(littleEndian, (byte) (number.signum() < 0 ? -1 : 0));
        byte[] bigEndian = number.toByteArray();
        for (int i = 0; i < Math.min(bigEndian.length, littleEndian.length); i++) {
            littleEndian[i] = bigEndian[bigEndian.length - 1 - i];
        }
        this.out.raw(littleEndian);
    }

    private void compact(int inner, Value value) {
        if (value instanceof Value.Number(BigInteger number)) {
            this.out.compact(number);
        } else {
            require(this.types.isEmpty(inner), "a compact number", value);
        }
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).toList();
    }

    private static void require(boolean condition, String expected, Value value) {
        if (!condition) {
            throw new IllegalArgumentException(expected + " expected instead of " + value);
        }
    }
}
