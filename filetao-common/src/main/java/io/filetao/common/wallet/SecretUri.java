package io.filetao.common.wallet;

import io.filetao.common.crypto.Blake2b;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret URI of Substrate tools, {@code phrase//hard//junctions///passphrase}. Soft junctions (one slash) are refused: nothing
 * in Bittensor uses them.
 */
record SecretUri(String secret, List<String> junctions, String passphrase) {

    private static final String DEVELOPMENT_PHRASE =
            "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "(?<secret>[^/]*)(?<path>(//[^/]+)*)(///(?<passphrase>.*))?", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
    private static final int CHAIN_CODE_BYTES = 32;

    static SecretUri parse(String uri) {
        Matcher matcher = SYNTAX.matcher(uri);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a secret URI; write phrase//junction//junction with two slashes before each junction");
        }
        List<String> junctions = new ArrayList<>();
        for (String junction : matcher.group("path").split("//")) {
            if (!junction.isEmpty()) {
                junctions.add(junction);
            }
        }
        String secret = matcher.group("secret").strip();
        String passphrase = matcher.group("passphrase");
        return new SecretUri(
                secret.isEmpty() ? DEVELOPMENT_PHRASE : secret,
                List.copyOf(junctions),
                passphrase == null ? "" : passphrase);
    }

    Keypair keypair() {
        Keypair keypair = Keypair.ofMiniSecret(miniSecret());
        for (String junction : this.junctions) {
            keypair = keypair.deriveHard(chainCode(junction));
        }
        return keypair;
    }

    @Override
    public String toString() {
        return "SecretUri[…]";
    }

    private byte[] miniSecret() {
        if (this.secret.startsWith("0x")) {
            return HexFormat.of().parseHex(this.secret, 2, this.secret.length());
        }
        return Mnemonic.parse(this.secret).miniSecret(this.passphrase);
    }

    /** SCALE encoding of the junction, padded with zeroes to 32 bytes, or its BLAKE2b-256 when it is longer. */
    private static byte[] chainCode(String junction) {
        byte[] encoded = NUMBER.matcher(junction).matches() ? number(junction) : string(junction);
        return encoded.length > CHAIN_CODE_BYTES
                ? Blake2b.hash256(encoded)
                : Arrays.copyOf(encoded, CHAIN_CODE_BYTES);
    }

    private static byte[] number(String junction) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Long.parseUnsignedLong(junction))
                .array();
    }

    private static byte[] string(String junction) {
        byte[] text = junction.getBytes(StandardCharsets.UTF_8);
        if (text.length >= 1 << 14) {
            throw new IllegalArgumentException("A junction has at most 16383 bytes");
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        if (text.length < 64) {
            encoded.write(text.length << 2);
        } else {
            encoded.write(text.length << 2 | 1);
            encoded.write(text.length >>> 6);
        }
        encoded.writeBytes(text);
        return encoded.toByteArray();
    }
}
