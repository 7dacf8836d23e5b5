package io.filetao.common.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381G2;
import org.bouncycastle.crypto.bls.BLS12_381G2Point;
import org.bouncycastle.crypto.bls.BLS12_381Pairing;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.crypto.bls.BLS12_381SubgroupCheck;
import org.bouncycastle.crypto.bls.Fp12Element;
import org.bouncycastle.crypto.bls.Fp2Element;
import org.bouncycastle.crypto.bls.Fp6Element;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Encrypts to a future round of a beacon that signs the number of each round: nobody can read the message before the beacon has
 * signed that round, and everybody can afterwards.
 *
 * <p>The beacon's signatures are in G1 of BLS12-381, its public key P is in G2, as drand's quicknet has them. A random 32-byte key
 * encrypts the message with AES-256-GCM and is itself encrypted to the identity Q = H1(SHA-256(round)) by the FullIdent scheme of
 * Boneh and Franklin: with random σ and r = H3(σ, key), the header is U = r·G2, V = σ ⊕ H2(e(Q, r·P)), W = key ⊕ H4(σ). The
 * signature s·Q opens it, since e(s·Q, U) = e(Q, r·P). Bytes are those of subtensor's chain ({@code tle}, arkworks'
 * compressed form), see docs/spec/chain.md.
 */
public final class Timelock {

    private static final String DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
    private static final byte[] SUITE = "AES_GCM_".getBytes(StandardCharsets.US_ASCII);
    private static final int G1_BYTES = 48;
    private static final int G2_BYTES = 96;
    private static final int FP_BYTES = 48;
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int MAX_SEALED = 1 << 20;

    private final BLS12_381G2Point publicKey;

    private Timelock(BLS12_381G2Point publicKey) {
        this.publicKey = publicKey;
    }

    /**
     * A beacon by its public key.
     *
     * @param publicKey a point of G2, compressed, 96 bytes
     * @throws IllegalArgumentException when that is no such point
     */
    public static Timelock of(byte[] publicKey) {
        return new Timelock(g2(publicKey));
    }

    /** Encrypts a message to a round; about 270 bytes more than the message. */
    public byte[] seal(long round, byte[] message, SecureRandom random) {
        byte[] key = bytes(random, KEY);
        byte[] sigma = bytes(random, KEY);
        BigInteger r = exponent(sigma, key);
        byte[] u =
                BLS12_381Serialization.compressG2(
                        BLS12_381G2.getGenerator().constantTimeMultiply(r));
        Fp12Element shared = pair(identity(round), this.publicKey.constantTimeMultiply(r));
        byte[] v = xor(sigma, sha256(serialized(shared)));
        byte[] w = xor(key, sha256(sigma));
        byte[] nonce = bytes(random, NONCE);
        byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, nonce, message);
        int body = 2 * Long.BYTES + encrypted.length + NONCE;
        return ByteBuffer.allocate(G2_BYTES + 4 * Long.BYTES + 2 * KEY + body + SUITE.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(u)
                .putLong(KEY)
                .put(v)
                .putLong(KEY)
                .put(w)
                .putLong(body)
                .putLong(encrypted.length)
                .put(encrypted)
                .putLong(NONCE)
                .put(nonce)
                .putLong(SUITE.length)
                .put(SUITE)
                .array();
    }

    /**
     * Decrypts with the beacon's signature of the round, as the chain does.
     *
     * @return the message; empty when the bytes are no sealed message or were sealed to another round
     */
    public static Optional<byte[]> open(byte[] sealed, byte[] signature) {
        try {
            Sealed parts = Sealed.of(sealed);
            BLS12_381G2Point u = g2(parts.u());
            byte[] sigma = xor(parts.v(), sha256(serialized(pair(g1(signature), u))));
            byte[] key = xor(parts.w(), sha256(sigma));
            BLS12_381G2Point expected = BLS12_381G2.getGenerator().multiply(exponent(sigma, key));
            return expected.equals(u)
                    ? Optional.of(
                            cipher(Cipher.DECRYPT_MODE, key, parts.nonce(), parts.encrypted()))
                    : Optional.empty();
        } catch (IllegalArgumentException otherBytes) {
            return Optional.empty();
        }
    }

    /** Whether a signature is the beacon's for a round: e(signature, G2) = e(Q, P). */
    public boolean isSignature(long round, byte[] signature) {
        try {
            return pair(g1(signature), BLS12_381G2.getGenerator())
                    .equals(pair(identity(round), this.publicKey));
        } catch (IllegalArgumentException noPoint) {
            return false;
        }
    }

    /** The point of G1 that stands for a round, which the beacon multiplies with its secret. */
    public static ECPoint identity(long round) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(round).array();
        return HashToEllipticCurve.getInstance(
                        HashToCurveProfile.BLS12_381_G1_XMD_SHA_256_SSWU_RO, DOMAIN)
                .hashToCurve(sha256(number))
                .normalize();
    }

    /** The pairing as arkworks has it, whose final exponent is three times the least one. */
    private static Fp12Element pair(ECPoint left, BLS12_381G2Point right) {
        Fp12Element least = BLS12_381Pairing.pair(left, right);
        return least.square().mul(least);
    }

    /** H3: a number below the order of the groups. */
    private static BigInteger exponent(byte[] sigma, byte[] key) {
        return new BigInteger(1, sha256(sigma, key)).mod(BLS12_381G1.ORDER);
    }

    /** Twelve field elements of 48 bytes, little-endian, lower coefficients first. */
    private static byte[] serialized(Fp12Element element) {
        ByteBuffer out = ByteBuffer.allocate(12 * FP_BYTES);
        for (Fp6Element half : new Fp6Element[] {element.c0(), element.c1()}) {
            for (Fp2Element third : new Fp2Element[] {half.c0(), half.c1(), half.c2()}) {
                out.put(littleEndian(third.c0())).put(littleEndian(third.c1()));
            }
        }
        return out.array();
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[FP_BYTES];
        byte[] bigEndian = number.toByteArray();
        for (int i = 0; i < Math.min(FP_BYTES, bigEndian.length); i++) {
            bytes[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return bytes;
    }

    private static BLS12_381G2Point g2(byte[] compressed) {
        if (compressed.length != G2_BYTES) {
            throw new IllegalArgumentException("A point of G2 has 96 bytes");
        }
        BLS12_381G2Point point = BLS12_381Serialization.decompressG2(compressed);
        if (point.isInfinity() || !BLS12_381SubgroupCheck.isInG2Subgroup(point)) {
            throw new IllegalArgumentException("The point is not of the group G2");
        }
        return point;
    }

    private static ECPoint g1(byte[] compressed) {
        if (compressed.length != G1_BYTES) {
            throw new IllegalArgumentException("A point of G1 has 48 bytes");
        }
        ECPoint point = BLS12_381Serialization.decompressG1(compressed, BLS12_381G1.createCurve());
        if (point.isInfinity() || !BLS12_381SubgroupCheck.isInG1Subgroup(point)) {
            throw new IllegalArgumentException("The point is not of the group G1");
        }
        return point;
    }

    private static byte[] cipher(int mode, byte[] key, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException altered) {
            throw new IllegalArgumentException("The message was altered", altered);
        }
    }

    private static byte[] sha256(byte[]... parts) {
        return Hash.sha256(parts).bytes();
    }

    private static byte[] xor(byte[] left, byte[] right) {
        byte[] result = new byte[left.length];
        for (int i = 0; i < left.length; i++) {
            result[i] = (byte) (left[i] ^ right[i]);
        }
        return result;
    }

    private static byte[] bytes(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The parts of a sealed message. */
    private record Sealed(byte[] u, byte[] v, byte[] w, byte[] encrypted, byte[] nonce) {

        static Sealed of(byte[] bytes) {
            if (bytes.length > MAX_SEALED) {
                throw new IllegalArgumentException("The sealed message is too large");
            }
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            byte[] u = take(in, G2_BYTES);
            byte[] v = vector(in, KEY, KEY);
            byte[] w = vector(in, KEY, KEY);
            ByteBuffer body =
                    ByteBuffer.wrap(vector(in, 0, MAX_SEALED)).order(ByteOrder.LITTLE_ENDIAN);
            vector(in, SUITE.length, SUITE.length);
            byte[] encrypted = vector(body, TAG, MAX_SEALED);
            return new Sealed(u, v, w, encrypted, vector(body, NONCE, NONCE));
        }

        private static byte[] vector(ByteBuffer in, int least, int most) {
            if (in.remaining() < Long.BYTES) {
                throw new IllegalArgumentException("The sealed message is cut off");
            }
            long length = in.getLong();
            if (length < least || length > most) {
                throw new IllegalArgumentException("A part of the sealed message is too long");
            }
            return take(in, (int) length);
        }

        private static byte[] take(ByteBuffer in, int length) {
            if (in.remaining() < length) {
                throw new IllegalArgumentException("The sealed message is cut off");
            }
            byte[] part = new byte[length];
            in.get(part);
            return part;
        }
    }
}
