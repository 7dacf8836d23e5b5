package io.filetao.common.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keystream of AES-256 in counter mode: cipher block {@code c} is the encryption of the 128-bit big-endian number
 * {@code c}. Counting starts at zero, so that a key must serve one purpose only. Not safe for use by several threads.
 */
public final class AesCtr {

    /** Size of a key in bytes. */
    public static final int KEY_BYTES = 32;

    /** Size of a cipher block in bytes. */
    public static final int BLOCK_BYTES = 16;

    /** Small enough that the compiler soon finds the hardware's AES, large enough that a call costs nothing. */
    private static final int SLICE_BYTES = 8192;

    private static final byte[] ZEROS = new byte[SLICE_BYTES];

    private final SecretKeySpec key;
    private final Cipher cipher;

    /** A keystream that stands at its first byte. */
    public AesCtr(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("An AES-256 key has 32 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("Every JDK has AES/CTR/NoPadding", absent);
        }
        seek(0);
    }

    /** Moves to a byte of the keystream; the next call to {@link #apply} starts there. */
    public void seek(long position) {
        byte[] counter = new byte[BLOCK_BYTES];
        ByteBuffer.wrap(counter).putLong(8, position / BLOCK_BYTES);
        try {
            this.cipher.init(Cipher.ENCRYPT_MODE, this.key, new IvParameterSpec(counter));
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("AES refused a 32-byte key", refused);
        }
        int skip = (int) (position % BLOCK_BYTES);
        if (skip > 0) {
            apply(ZEROS, 0, skip, new byte[skip], 0);
        }
    }

    /** Combines the next bytes of the keystream with the input by exclusive or; input and output may be one array. */
    public void apply(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        try {
            for (int done = 0; done < length; done += SLICE_BYTES) {
                int slice = Math.min(SLICE_BYTES, length - done);
                this.cipher.update(in, inOffset + done, slice, out, outOffset + done);
            }
        } catch (ShortBufferException tooSmall) {
            throw new IllegalArgumentException("The output does not hold the input", tooSmall);
        }
    }

    /** Writes the next bytes of the keystream itself. */
    public void keystream(byte[] out, int offset, int length) {
        for (int done = 0; done < length; done += SLICE_BYTES) {
            apply(ZEROS, 0, Math.min(SLICE_BYTES, length - done), out, offset + done);
        }
    }
}
