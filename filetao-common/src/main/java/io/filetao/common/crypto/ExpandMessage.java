package io.filetao.common.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** {@code expand_message_xmd} of RFC 9380, section 5.3.1, with SHA-256. */
public final class ExpandMessage {

    private static final int BLOCK_BYTES = 64;

    private final byte[] dstPrime;

    /** Expands under a domain separation tag of at most 255 ASCII characters. */
    public ExpandMessage(String dst) {
        byte[] tag = dst.getBytes(StandardCharsets.US_ASCII);
        if (tag.length > 255) {
            throw new IllegalArgumentException("The tag has more than 255 characters");
        }
        this.dstPrime = Arrays.copyOf(tag, tag.length + 1);
        this.dstPrime[tag.length] = (byte) tag.length;
    }

    /** The given number of uniform bytes, at most 8,160. */
    public byte[] expand(byte[] message, int length) {
        int ell = (length + Hash.BYTES - 1) / Hash.BYTES;
        if (length < 1 || ell > 255) {
            throw new IllegalArgumentException("Cannot expand to " + length + " bytes");
        }
        MessageDigest digest = Hash.newSha256();
        digest.update(new byte[BLOCK_BYTES]);
        digest.update(message);
        digest.update(new byte[] {(byte) (length >>> 8), (byte) length, 0});
        byte[] first = digest.digest(this.dstPrime);
        byte[] block = new byte[Hash.BYTES];
        byte[] out = new byte[ell * Hash.BYTES];
        for (int i = 1; i <= ell; i++) {
            for (int j = 0; j < block.length; j++) {
                block[j] ^= first[j];
            }
            digest.update(block);
            digest.update((byte) i);
            block = digest.digest(this.dstPrime);
            System.arraycopy(block, 0, out, (i - 1) * Hash.BYTES, Hash.BYTES);
        }
        return Arrays.copyOf(out, length);
    }
}
