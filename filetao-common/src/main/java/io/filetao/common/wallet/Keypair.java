package io.filetao.common.wallet;

import io.filetao.common.crypto.Sr25519;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An sr25519 key with both halves.
 *
 * <p>Usually it grew from a mini secret of 32 bytes (a seed), which is what mnemonics and keyfiles hold; of a few old keyfiles
 * only the expanded secret is known. Its text never shows a secret.
 */
public final class Keypair implements Signer {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte @Nullable [] miniSecret;
    private final byte[] secretKey;
    private final byte[] publicKey;
    private final Ss58Address address;

    private Keypair(byte @Nullable [] miniSecret, byte[] secretKey) {
        this.miniSecret = miniSecret;
        this.secretKey = secretKey;
        this.publicKey = Sr25519.publicKey(secretKey);
        this.address = Ss58Address.of(this.publicKey);
    }

    /** A new key out of the system's randomness. */
    public static Keypair generate() {
        byte[] miniSecret = new byte[Sr25519.MINI_SECRET_BYTES];
        RANDOM.nextBytes(miniSecret);
        return ofMiniSecret(miniSecret);
    }

    /** The key of a mini secret of 32 bytes. */
    public static Keypair ofMiniSecret(byte[] miniSecret) {
        return new Keypair(miniSecret.clone(), Sr25519.expand(miniSecret));
    }

    /**
     * The key of an expanded secret of 64 bytes, in the form of schnorrkel or of JavaScript tools.
     *
     * @throws IllegalArgumentException when the bytes are not such a secret
     */
    public static Keypair ofSecretKey(byte[] secretKey) {
        return new Keypair(null, Sr25519.secretKey(secretKey));
    }

    /**
     * The key of a mnemonic phrase.
     *
     * @throws IllegalArgumentException when a word is unknown or the checksum does not fit
     */
    public static Keypair ofMnemonic(String phrase) {
        return ofMiniSecret(Mnemonic.parse(phrase).miniSecret());
    }

    /**
     * The key of a secret URI: an optional phrase or {@code 0x} seed, then hard junctions, as in {@code //Alice} or
     * {@code phrase//stash}. Without a phrase it is the publicly known development phrase.
     *
     * @throws IllegalArgumentException when the text is no such URI
     */
    public static Keypair ofUri(String uri) {
        return SecretUri.parse(uri).keypair();
    }

    /** The hard-derived child under a chain code of 32 bytes. */
    Keypair deriveHard(byte[] chainCode) {
        return ofMiniSecret(Sr25519.deriveHard(this.secretKey, chainCode));
    }

    /** Whether the mini secret is known. */
    public boolean hasMiniSecret() {
        return this.miniSecret != null;
    }

    /**
     * A copy of the 32 bytes from which the key grew.
     *
     * @throws IllegalStateException when only the expanded secret is known
     */
    public byte[] miniSecret() {
        if (this.miniSecret == null) {
            throw new IllegalStateException(
                    "The seed of "
                            + this.address
                            + " is not known, only its expanded secret; import the mnemonic instead");
        }
        return this.miniSecret.clone();
    }

    /** A copy of the expanded secret: scalar and nonce seed, 64 bytes. */
    public byte[] secretKey() {
        return this.secretKey.clone();
    }

    /** A copy of the 32 bytes of the public key. */
    public byte[] publicKey() {
        return this.publicKey.clone();
    }

    @Override
    public Ss58Address address() {
        return this.address;
    }

    @Override
    public byte[] sign(byte[] message) {
        return Sr25519.sign(this.secretKey, this.publicKey, message);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Keypair keypair && Arrays.equals(this.publicKey, keypair.publicKey);
    }

    @Override
    public int hashCode() {
        return this.address.hashCode();
    }

    @Override
    public String toString() {
        return "Keypair[" + this.address + "]";
    }
}
