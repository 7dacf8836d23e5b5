package io.filetao.common.wallet;

import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A secret as 12, 15, 18, 21 or 24 English words of the BIP-39 list, the last of which carries a checksum.
 *
 * <p>The seed is made as Substrate makes it, from the entropy bytes and not from the words, so it differs from the seed that
 * Bitcoin wallets draw from the same phrase.
 */
public final class Mnemonic {

    private static final List<String> WORDS = readWords();
    private static final Map<String, Integer> INDEX = index(WORDS);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BITS_PER_WORD = 11;
    private static final int ITERATIONS = 2048;

    private final byte[] entropy;

    private Mnemonic(byte[] entropy) {
        this.entropy = entropy;
    }

    /**
     * A new phrase out of the system's randomness.
     *
     * @param words 12 (128 bits), 15, 18, 21 or 24 (256 bits)
     */
    public static Mnemonic generate(int words) {
        byte[] entropy = new byte[entropyBytes(words)];
        RANDOM.nextBytes(entropy);
        return new Mnemonic(entropy);
    }

    /** The phrase of 16, 20, 24, 28 or 32 bytes of entropy. */
    public static Mnemonic ofEntropy(byte[] entropy) {
        if (entropyBytes(entropy.length * 3 / 4) != entropy.length) {
            throw new IllegalArgumentException(
                    "Entropy has 16, 20, 24, 28 or 32 bytes, not " + entropy.length);
        }
        return new Mnemonic(entropy.clone());
    }

    /**
     * Reads a phrase; case and the amount of white space do not matter.
     *
     * @throws IllegalArgumentException when the number of words is wrong, a word is not on the list (its position is named,
     *     never the word), or the checksum does not fit
     */
    public static Mnemonic parse(String phrase) {
        List<String> words = List.of(phrase.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        byte[] entropy = new byte[entropyBytes(words.size())];
        byte[] packed = new byte[entropy.length + 1];
        int bit = 0;
        for (int i = 0; i < words.size(); i++) {
            Integer index = INDEX.get(words.get(i));
            if (index == null) {
                throw new IllegalArgumentException(
                        "Word "
                                + (i + 1)
                                + " of the mnemonic is not on the BIP-39 list; check its spelling");
            }
            for (int j = BITS_PER_WORD - 1; j >= 0; j--, bit++) {
                packed[bit / 8] |= (byte) ((index >>> j & 1) << (7 - bit % 8));
            }
        }
        System.arraycopy(packed, 0, entropy, 0, entropy.length);
        if (packed[entropy.length] != checksum(entropy)) {
            throw new IllegalArgumentException(
                    "The mnemonic's checksum is wrong; check the words and their order");
        }
        return new Mnemonic(entropy);
    }

    /** The words, separated by single spaces. */
    public String phrase() {
        byte[] packed = Arrays.copyOf(this.entropy, this.entropy.length + 1);
        packed[this.entropy.length] = checksum(this.entropy);
        int words = this.entropy.length * 3 / 4;
        StringBuilder phrase = new StringBuilder();
        for (int word = 0; word < words; word++) {
            int index = 0;
            for (int bit = word * BITS_PER_WORD; bit < (word + 1) * BITS_PER_WORD; bit++) {
                index = index << 1 | packed[bit / 8] >>> (7 - bit % 8) & 1;
            }
            phrase.append(word == 0 ? "" : " ").append(WORDS.get(index));
        }
        return phrase.toString();
    }

    /** A copy of the entropy. */
    public byte[] entropy() {
        return this.entropy.clone();
    }

    /** The seed of the key, 32 bytes. */
    public byte[] miniSecret() {
        return miniSecret("");
    }

    /** The seed of the key under an additional passphrase, 32 bytes: PBKDF2-HMAC-SHA512 over the entropy, 2048 rounds. */
    public byte[] miniSecret(String passphrase) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
        generator.init(
                this.entropy,
                ("mnemonic" + passphrase).getBytes(StandardCharsets.UTF_8),
                ITERATIONS);
        byte[] seed = ((KeyParameter) generator.generateDerivedParameters(512)).getKey();
        return Arrays.copyOf(seed, 32);
    }

    /** Shows nothing of the secret. */
    @Override
    public String toString() {
        return "Mnemonic[" + this.entropy.length * 3 / 4 + " words]";
    }

    private static int entropyBytes(int words) {
        return switch (words) {
            case 12, 15, 18, 21, 24 -> words * 4 / 3;
            default ->
                    throw new IllegalArgumentException(
                            "A mnemonic has 12, 15, 18, 21 or 24 words, not " + words);
        };
    }

    /** The leading bits of the entropy's SHA-256, one per 32 bits, at the upper end of a byte. */
    private static byte checksum(byte[] entropy) {
        int bits = entropy.length / 4;
        return (byte) (Hash.sha256(entropy).bytes()[0] & 0xff << (8 - bits));
    }

    private static List<String> readWords() {
        try (InputStream resource =
                Objects.requireNonNull(Mnemonic.class.getResourceAsStream("bip39-english.txt"))) {
            return new String(resource.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Integer> index(List<String> words) {
        Map<String, Integer> index = HashMap.newHashMap(words.size());
        for (int i = 0; i < words.size(); i++) {
            index.put(words.get(i), i);
        }
        return Map.copyOf(index);
    }
}
