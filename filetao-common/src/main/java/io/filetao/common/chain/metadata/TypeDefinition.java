package io.filetao.common.chain.metadata;

import java.util.List;

/** What a type is made of; other types are named by their id in the {@link TypeRegistry}. */
public sealed interface TypeDefinition {

    /** Fields one after the other. */
    record Composite(List<Field> fields) implements TypeDefinition {}

    /** One of several alternatives. */
    record Variants(List<Variant> variants) implements TypeDefinition {}

    /** Any number of items behind their number. */
    record Sequence(int item) implements TypeDefinition {}

    /** A fixed number of items. */
    record FixedArray(long length, int item) implements TypeDefinition {}

    /** Values without names, one after the other. */
    record Tuple(List<Integer> items) implements TypeDefinition {}

    /** A number, a text or a boolean. */
    record Primitive(PrimitiveKind kind) implements TypeDefinition {}

    /** A number in compact form. */
    record Compact(int type) implements TypeDefinition {}

    /** Bits behind their number, kept in whole words of a type. */
    record Bits(int store) implements TypeDefinition {}
}
