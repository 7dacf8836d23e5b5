package io.filetao.common.chain.metadata;

/** The types that are not made of others; in the order of the metadata. */
public enum PrimitiveKind {
    BOOL(1),
    CHAR(4),
    STR(0),
    U8(1),
    U16(2),
    U32(4),
    U64(8),
    U128(16),
    U256(32),
    I8(1),
    I16(2),
    I32(4),
    I64(8),
    I128(16),
    I256(32);

    private final int bytes;

    PrimitiveKind(int bytes) {
        this.bytes = bytes;
    }

    /** Size of a number in bytes. */
    int bytes() {
        return this.bytes;
    }

    boolean isSigned() {
        return compareTo(I8) >= 0;
    }
}
