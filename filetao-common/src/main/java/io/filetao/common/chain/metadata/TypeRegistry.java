package io.filetao.common.chain.metadata;

import io.filetao.common.chain.metadata.TypeDefinition.Composite;
import io.filetao.common.chain.metadata.TypeDefinition.FixedArray;
import io.filetao.common.chain.metadata.TypeDefinition.Tuple;
import io.filetao.common.chain.metadata.TypeDefinition.Variants;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleReader;
import io.filetao.common.chain.scale.ScaleWriter;
import java.util.List;
import java.util.Optional;

/**
 * All types of a runtime by their ids, and the way to read and write values of them.
 *
 * <p>Types may refer to each other in circles, and values may be made to explode; so nesting and number of values are limited.
 */
public final class TypeRegistry {

    /** Deepest nesting of a value; what chains keep is less than half as deep. */
    static final int MAX_DEPTH = 64;

    private final List<Type> types;

    TypeRegistry(List<Type> types) {
        this.types = types;
    }

    /** The type of an id. */
    public Type type(int id) {
        if (id < 0 || id >= this.types.size()) {
            throw new MalformedScaleException("There is no type " + id);
        }
        return this.types.get(id);
    }

    public int size() {
        return this.types.size();
    }

    /**
     * Reads a value that takes all of the bytes.
     *
     * @throws MalformedScaleException when the bytes are no value of the type
     */
    public Value decode(int type, byte[] bytes) {
        ScaleReader in = new ScaleReader(bytes);
        Value value = decode(type, in);
        in.end();
        return value;
    }

    /** Reads a value and leaves what follows it. */
    public Value decode(int type, ScaleReader in) {
        return new ValueReader(this, in).read(type, 0);
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException when it does not fit the type
     */
    public byte[] encode(int type, Value value) {
        ScaleWriter out = new ScaleWriter();
        new ValueWriter(this, out).write(type, value, 0);
        return out.bytes();
    }

    /** The alternatives of an enum, none when the type is something else. */
    public List<Variant> variants(int type) {
        return type(type).definition() instanceof Variants(List<Variant> variants)
                ? variants
                : List.of();
    }

    /** The fields of a composite, none when the type is something else. */
    public List<Field> fields(int type) {
        return type(type).definition() instanceof Composite(List<Field> fields)
                ? fields
                : List.of();
    }

    /** What an {@code Option} may hold; empty when the type is something else. */
    public Optional<Integer> optionOf(int type) {
        return type(type).isOption()
                ? variants(type).stream()
                        .filter(variant -> variant.fields().size() == 1)
                        .map(variant -> variant.fields().getFirst().type())
                        .findFirst()
                : Optional.empty();
    }

    /** Whether values of the type take no bytes at all. */
    public boolean isEmpty(int type) {
        return isEmpty(type, 0);
    }

    private boolean isEmpty(int type, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        return switch (type(type).definition()) {
            case Composite(List<Field> fields) ->
                    fields.stream().allMatch(field -> isEmpty(field.type(), depth + 1));
            case Tuple(List<Integer> items) ->
                    items.stream().allMatch(item -> isEmpty(item, depth + 1));
            case FixedArray(long length, int item) -> length == 0 || isEmpty(item, depth + 1);
            default -> false;
        };
    }
}
