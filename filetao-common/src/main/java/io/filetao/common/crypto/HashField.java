package io.filetao.common.crypto;

/** A value of a fixed number of bytes, which stands for it where it is hashed. */
public interface HashField {

    /** A copy of the bytes. */
    byte[] bytes();
}
