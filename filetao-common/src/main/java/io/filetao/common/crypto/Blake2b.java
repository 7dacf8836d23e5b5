package io.filetao.common.crypto;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** BLAKE2b with the output sizes of Substrate chains; a shorter one is a different function, not a truncated longer one. */
public final class Blake2b {

    private Blake2b() {}

    /** BLAKE2b-128, 16 bytes. */
    public static byte[] hash128(byte[]... parts) {
        return hash(128, parts);
    }

    /** BLAKE2b-256, 32 bytes. */
    public static byte[] hash256(byte[]... parts) {
        return hash(256, parts);
    }

    /** BLAKE2b-512, 64 bytes. */
    public static byte[] hash512(byte[]... parts) {
        return hash(512, parts);
    }

    private static byte[] hash(int bits, byte[]... parts) {
        Blake2bDigest digest = new Blake2bDigest(bits);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] out = new byte[bits / 8];
        digest.doFinal(out, 0);
        return out;
    }
}
