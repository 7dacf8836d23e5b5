package io.filetao.common.chain.metadata;

import io.filetao.common.chain.scale.MalformedScaleException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of some type of the chain.
 *
 * <p>A type that merely wraps another, as an account wraps 32 bytes, has the value of the inner one; sequences and arrays of
 * bytes are {@link Bytes}. The accessors throw {@link MalformedScaleException} when the value is of another kind, so that what a
 * strange node answers fails like bytes that cannot be read.
 *
 * <pre>
 * int port = axon.get("port").intValue();
 * </pre>
 */
public sealed interface Value {

    /** A number, unsigned unless its type is signed. */
    record Number(BigInteger value) implements Value {}

    record Bool(boolean value) implements Value {}

    record Text(String value) implements Value {}

    /** Values one after the other. */
    record Items(List<Value> values) implements Value {}

    /** Values with names. */
    record Struct(Map<String, Value> fields) implements Value {}

    /**
     * One alternative of an enum.
     *
     * @param content {@link Struct} where the fields have names, the value itself where there is one without, else {@link Items}
     */
    record Choice(String name, Value content) implements Value {}

    /** Bytes, compared by content. */
    record Bytes(byte[] value) implements Value {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(this.value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(this.value);
        }

        @Override
        public String toString() {
            return "0x" + HexFormat.of().formatHex(this.value);
        }
    }

    /** A number that is not negative. */
    static Value of(long number) {
        return new Number(BigInteger.valueOf(number));
    }

    static Value of(BigInteger number) {
        return new Number(number);
    }

    static Value of(boolean bool) {
        return new Bool(bool);
    }

    static Value of(byte[] bytes) {
        return new Bytes(bytes);
    }

    static Value of(List<Value> items) {
        return new Items(items);
    }

    static Value of(Map<String, Value> fields) {
        return new Struct(fields);
    }

    /** Numbers one after the other. */
    static Value numbers(List<Integer> numbers) {
        return new Items(numbers.stream().map(Value::of).toList());
    }

    private static Value of(Integer number) {
        return of(number.longValue());
    }

    /** The {@code Option} that is there. */
    static Value some(Value value) {
        return new Choice("Some", value);
    }

    /** The {@code Option} that is not there. */
    static Value none() {
        return new Choice("None", new Items(List.of()));
    }

    /** A field of a struct, or of the struct in a choice. */
    default Value get(String field) {
        return find(field)
                .orElseThrow(() -> new MalformedScaleException("There is no field " + field));
    }

    /** A field of a struct, empty when it has none of that name. */
    default Optional<Value> find(String field) {
        return switch (this) {
            case Struct(Map<String, Value> fields) -> Optional.ofNullable(fields.get(field));
            case Choice(String name, Value content) -> content.find(field);
            default -> throw unlike("a struct");
        };
    }

    /** One of several values. */
    default Value get(int index) {
        List<Value> items = items();
        if (index >= items.size()) {
            throw new MalformedScaleException("There is no item " + index);
        }
        return items.get(index);
    }

    default List<Value> items() {
        return switch (this) {
            case Items(List<Value> values) -> values;
            case Choice(String name, Items(List<Value> values)) -> values;
            default -> throw unlike("a sequence");
        };
    }

    default BigInteger number() {
        return switch (this) {
            case Number(BigInteger value) -> value;
            default -> throw unlike("a number");
        };
    }

    /** The number, which must fit into 31 bits. */
    default int intValue() {
        BigInteger number = number();
        if (number.bitLength() > 31) {
            throw unlike("a number of 31 bits");
        }
        return number.intValue();
    }

    /** The number, which must fit into 64 bits; the largest ones are clamped to {@link Long#MAX_VALUE}. */
    default long longValue() {
        BigInteger number = number();
        if (number.bitLength() > 64) {
            throw unlike("a number of 64 bits");
        }
        return number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }

    default boolean bool() {
        return switch (this) {
            case Bool(boolean value) -> value;
            default -> throw unlike("a boolean");
        };
    }

    default byte[] bytes() {
        return switch (this) {
            case Bytes(byte[] value) -> value;
            default -> throw unlike("bytes");
        };
    }

    /** Name of the alternative. */
    default String choice() {
        return asChoice().name();
    }

    /** What the alternative holds. */
    default Value content() {
        return asChoice().content();
    }

    /** What an {@code Option} holds. */
    default Optional<Value> option() {
        Choice choice = asChoice();
        return choice.name().equals("Some") ? Optional.of(choice.content()) : Optional.empty();
    }

    private Choice asChoice() {
        return switch (this) {
            case Choice choice -> choice;
            default -> throw unlike("a choice");
        };
    }

    private MalformedScaleException unlike(String expected) {
        return new MalformedScaleException(
                "A " + getClass().getSimpleName() + " was read where " + expected + " is expected");
    }
}
