package io.filetao.common.crypto;

import cafe.cryptography.curve25519.CompressedRistretto;
import cafe.cryptography.curve25519.Constants;
import cafe.cryptography.curve25519.InvalidEncodingException;
import cafe.cryptography.curve25519.RistrettoElement;
import cafe.cryptography.curve25519.Scalar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Schnorr signatures over ristretto255 as Substrate chains use them (schnorrkel, signing context {@code substrate}).
 *
 * <p>A signature is R ‖ s with R = r·B, s = k·x + r mod l and k drawn from a Merlin transcript over message, public key and R;
 * the top bit of its last byte is set to tell it from Ed25519. It holds when s·B − k·X = R. Multiplications with secret
 * scalars use the library's constant-time ladders and tables; verification handles public values only.
 */
public final class Sr25519 {

    /** Size of a public key in bytes. */
    public static final int PUBLIC_KEY_BYTES = 32;

    /** Size of a mini secret, the seed of a key, in bytes. */
    public static final int MINI_SECRET_BYTES = 32;

    /** Size of an expanded secret in bytes: scalar and nonce seed. */
    public static final int SECRET_KEY_BYTES = 64;

    /** Size of a signature in bytes. */
    public static final int SIGNATURE_BYTES = 64;

    private static final byte[] EMPTY = {};
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MerlinTranscript SUBSTRATE_CONTEXT =
            new MerlinTranscript("SigningContext").append("", ascii("substrate"));

    private Sr25519() {}

    /**
     * Expands a mini secret in Ed25519 mode: SHA-512, the first half clamped and divided by the cofactor 8 is the scalar, the
     * second half the nonce seed.
     *
     * @return scalar ‖ nonce seed, 64 bytes
     */
    public static byte[] expand(byte[] miniSecret) {
        requireLength(miniSecret, MINI_SECRET_BYTES, "A mini secret");
        byte[] secret = sha512(miniSecret);
        secret[0] &= (byte) 248;
        secret[31] &= 63;
        secret[31] |= 64;
        divideScalarByCofactor(secret);
        return secret;
    }

    /** Public key of an expanded secret: scalar · B, compressed. */
    public static byte[] publicKey(byte[] secretKey) {
        return Constants.RISTRETTO_GENERATOR_TABLE
                .multiply(scalar(secretKey))
                .compress()
                .toByteArray();
    }

    /** Mini secret of the hard-derived child under a chain code of 32 bytes. */
    public static byte[] deriveHard(byte[] secretKey, byte[] chainCode) {
        requireLength(chainCode, 32, "A chain code");
        return new MerlinTranscript("SchnorrRistrettoHDKD")
                .append("sign-bytes", EMPTY)
                .append("chain-code", chainCode)
                .append("secret-key", Arrays.copyOf(secretKey, 32))
                .challenge("HDKD-hard", MINI_SECRET_BYTES);
    }

    /** Signs a message; the signature differs each time. */
    public static byte[] sign(byte[] secretKey, byte[] publicKey, byte[] message) {
        MerlinTranscript transcript = transcript(publicKey, message);
        byte[] fresh = new byte[32];
        RANDOM.nextBytes(fresh);
        byte[] nonceSeed = Arrays.copyOfRange(secretKey, 32, SECRET_KEY_BYTES);
        Scalar nonce =
                Scalar.fromBytesModOrderWide(transcript.witness("signing", nonceSeed, fresh, 64));
        byte[] commitment =
                Constants.RISTRETTO_GENERATOR_TABLE.multiply(nonce).compress().toByteArray();
        Scalar challenge = challenge(transcript, commitment);
        byte[] response = challenge.multiplyAndAdd(scalar(secretKey), nonce).toByteArray();
        byte[] signature = Arrays.copyOf(commitment, SIGNATURE_BYTES);
        System.arraycopy(response, 0, signature, 32, 32);
        signature[63] |= (byte) 0x80;
        return signature;
    }

    /** Whether the signature is this key's over this message. Never throws for wrong bytes. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != PUBLIC_KEY_BYTES
                || signature.length != SIGNATURE_BYTES
                || (signature[63] & 0x80) == 0) {
            return false;
        }
        byte[] commitment = Arrays.copyOf(signature, 32);
        byte[] responseBytes = Arrays.copyOfRange(signature, 32, SIGNATURE_BYTES);
        responseBytes[31] &= 0x7f;
        RistrettoElement key;
        Scalar response;
        try {
            key = new CompressedRistretto(publicKey).decompress();
            response = Scalar.fromCanonicalBytes(responseBytes);
        } catch (InvalidEncodingException | IllegalArgumentException notCanonical) {
            return false;
        }
        Scalar challenge = challenge(transcript(publicKey, message), commitment);
        RistrettoElement expected =
                Constants.RISTRETTO_GENERATOR_TABLE
                        .multiply(response)
                        .subtract(key.multiply(challenge));
        return MessageDigest.isEqual(expected.compress().toByteArray(), commitment);
    }

    /**
     * Reads an expanded secret in either of the two forms found in files: scalar ‖ nonce seed (schnorrkel), or 8 · scalar ‖
     * nonce seed (Ed25519, as JavaScript tools write it). The forms cannot be confused, for 8 · scalar is never below the
     * group order.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static byte[] secretKey(byte[] eitherForm) {
        requireLength(eitherForm, SECRET_KEY_BYTES, "A secret key");
        byte[] secret = eitherForm.clone();
        if (isCanonical(secret)) {
            return secret;
        }
        if ((secret[0] & 7) == 0 && (secret[31] & 0x80) == 0) {
            divideScalarByCofactor(secret);
            if (isCanonical(secret)) {
                return secret;
            }
        }
        throw new IllegalArgumentException("The 64 bytes are not an sr25519 secret key");
    }

    private static boolean isCanonical(byte[] secretKey) {
        try {
            Scalar.fromCanonicalBytes(Arrays.copyOf(secretKey, 32));
            return true;
        } catch (IllegalArgumentException notReduced) {
            return false;
        }
    }

    private static MerlinTranscript transcript(byte[] publicKey, byte[] message) {
        return SUBSTRATE_CONTEXT
                .copy()
                .append("sign-bytes", message)
                .append("proto-name", ascii("Schnorr-sig"))
                .append("sign:pk", publicKey);
    }

    private static Scalar challenge(MerlinTranscript transcript, byte[] commitment) {
        return Scalar.fromBytesModOrderWide(
                transcript.append("sign:R", commitment).challenge("sign:c", 64));
    }

    private static Scalar scalar(byte[] secretKey) {
        requireLength(secretKey, SECRET_KEY_BYTES, "A secret key");
        return Scalar.fromCanonicalBytes(Arrays.copyOf(secretKey, 32));
    }

    /** Shifts the first 32 bytes, little-endian, right by three bits. */
    private static void divideScalarByCofactor(byte[] secret) {
        int carry = 0;
        for (int i = 31; i >= 0; i--) {
            int octet = secret[i] & 0xff;
            secret[i] = (byte) (octet >>> 3 | carry);
            carry = (octet & 7) << 5;
        }
    }

    private static byte[] sha512(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(input);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-512", absent);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void requireLength(byte[] value, int length, String what) {
        if (value.length != length) {
            throw new IllegalArgumentException(
                    what + " has " + length + " bytes, not " + value.length);
        }
    }
}
