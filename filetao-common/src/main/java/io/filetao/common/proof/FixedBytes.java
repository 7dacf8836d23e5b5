package io.filetao.common.proof;

import io.filetao.common.crypto.HashField;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes of a fixed number as they travel, equal when they are of one kind and the same; they may be anything until they are checked. */
abstract class FixedBytes implements HashField {

    private final byte[] value;

    /**
     * Keeps a copy.
     *
     * @throws IllegalArgumentException when there are not exactly {@code length}
     */
    FixedBytes(byte[] value, int length) {
        if (value.length != length) {
            throw new IllegalArgumentException(length + " bytes are expected, not " + value.length);
        }
        this.value = value.clone();
    }

    @Override
    public byte[] bytes() {
        return this.value.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other != null
                && getClass() == other.getClass()
                && Arrays.equals(this.value, ((FixedBytes) other).value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(this.value);
    }
}
