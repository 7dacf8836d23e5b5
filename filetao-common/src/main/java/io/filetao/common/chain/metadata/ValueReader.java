package io.filetao.common.chain.metadata;

import io.filetao.common.chain.metadata.TypeDefinition.Bits;
import io.filetao.common.chain.metadata.TypeDefinition.Compact;
import io.filetao.common.chain.metadata.TypeDefinition.Composite;
import io.filetao.common.chain.metadata.TypeDefinition.FixedArray;
import io.filetao.common.chain.metadata.TypeDefinition.Primitive;
import io.filetao.common.chain.metadata.TypeDefinition.Sequence;
import io.filetao.common.chain.metadata.TypeDefinition.Tuple;
import io.filetao.common.chain.metadata.TypeDefinition.Variants;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one value; a value of more parts than its bytes can account for is refused. */
final class ValueReader {

    private final TypeRegistry types;
    private final ScaleReader in;
    private long budget;

    ValueReader(TypeRegistry types, ScaleReader in) {
        this.types = types;
        this.in = in;
        this.budget = 4096 + 8L * in.remaining();
    }

    Value read(int type, int depth) {
        if (depth > TypeRegistry.MAX_DEPTH) {
            throw new MalformedScaleException(
                    "A value is nested deeper than " + TypeRegistry.MAX_DEPTH + " levels");
        }
        if (--this.budget < 0) {
            throw new MalformedScaleException("A value has more parts than its bytes can fill");
        }
        return switch (this.types.type(type).definition()) {
            case Composite(List<Field> fields) -> fields(fields, depth);
            case Variants(List<Variant> variants) -> choice(variants, depth);
            case Sequence(int item) -> sequence(this.in.compactInt(), item, depth);
            case FixedArray(long length, int item) -> sequence(length, item, depth);
            case Tuple(List<Integer> items) -> tuple(items, depth);
            case Primitive(PrimitiveKind kind) -> primitive(kind);
            case Compact(int inner) ->
                    this.types.isEmpty(inner)
                            ? new Value.Items(List.of())
                            : new Value.Number(this.in.compact());
            case Bits(int store) -> bits(store);
        };
    }

    /** A single field without a name is the value itself. */
    private Value fields(List<Field> fields, int depth) {
        if (fields.size() == 1 && fields.getFirst().name().isEmpty()) {
            return read(fields.getFirst().type(), depth + 1);
        }
        if (fields.isEmpty() || fields.getFirst().name().isEmpty()) {
            return tuple(fields.stream().map(Field::type).toList(), depth);
        }
        Map<String, Value> values = LinkedHashMap.newLinkedHashMap(fields.size());
        for (Field field : fields) {
            values.put(field.name(), read(field.type(), depth + 1));
        }
        return new Value.Struct(values);
    }

    private Value choice(List<Variant> variants, int depth) {
        int index = this.in.u8();
        Variant chosen =
                variants.stream()
                        .filter(variant -> variant.index() == index)
                        .findFirst()
                        .orElseThrow(
                                () -> new MalformedScaleException("There is no variant " + index));
        return new Value.Choice(chosen.name(), fields(chosen.fields(), depth));
    }

    private Value tuple(List<Integer> items, int depth) {
        List<Value> values = new ArrayList<>(items.size());
        for (int item : items) {
            values.add(read(item, depth + 1));
        }
        return new Value.Items(values);
    }

    private Value sequence(long length, int item, int depth) {
        if (isByte(this.types, item)) {
            return new Value.Bytes(
                    this.in.raw(Math.toIntExact(Math.min(length, Integer.MAX_VALUE))));
        }
        if (length > this.in.remaining()) {
            throw new MalformedScaleException(
                    length + " items do not fit into the " + this.in.remaining() + " bytes left");
        }
        List<Value> values = new ArrayList<>((int) Math.min(length, 4096));
        for (long i = 0; i < length; i++) {
            values.add(read(item, depth + 1));
        }
        return new Value.Items(values);
    }

    private Value primitive(PrimitiveKind kind) {
        return switch (kind) {
            case BOOL -> new Value.Bool(this.in.bool());
            case STR -> new Value.Text(this.in.string());
            default -> new Value.Number(number(kind));
        };
    }

    private BigInteger number(PrimitiveKind kind) {
        byte[] bigEndian = this.in.raw(kind.bytes());
        reverse(bigEndian);
        return kind.isSigned() ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
    }

    private Value bits(int store) {
        if (!(this.types.type(store).definition() instanceof Primitive(PrimitiveKind kind))
                || kind.bytes() == 0) {
            throw new MalformedScaleException("Bits are kept in words of a number");
        }
        long bits = this.in.compactInt();
        long word = 8L * kind.bytes();
        return new Value.Bytes(this.in.raw((int) ((bits + word - 1) / word * kind.bytes())));
    }

    static boolean isByte(TypeRegistry types, int type) {
        return types.type(type).definition() instanceof Primitive(PrimitiveKind kind)
                && kind == PrimitiveKind.U8;
    }

    static void reverse(byte[] bytes) {
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swapped = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swapped;
        }
    }
}
