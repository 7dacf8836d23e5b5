package io.filetao.common.wallet;

import io.filetao.common.wallet.KeyfileException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The decrypted content of a keyfile: a JSON object of Bittensor, of which any field may be missing.
 *
 * @param address whose key it is
 * @param keypair null in a file that holds only the public half
 * @param phrase the mnemonic, when the file holds it
 */
record KeyRecord(Ss58Address address, @Nullable Keypair keypair, @Nullable String phrase) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static KeyRecord of(Keypair keypair) {
        return new KeyRecord(keypair.address(), keypair, null);
    }

    static KeyRecord of(Mnemonic mnemonic) {
        Keypair keypair = Keypair.ofMiniSecret(mnemonic.miniSecret());
        return new KeyRecord(keypair.address(), keypair, mnemonic.phrase());
    }

    static KeyRecord publicHalf(Ss58Address address) {
        return new KeyRecord(address, null, null);
    }

    /** The bytes that Bittensor's own tools read. */
    byte[] encode() {
        Map<String, String> fields = new LinkedHashMap<>();
        String publicKey = hex(this.address.publicKey());
        fields.put("accountId", publicKey);
        fields.put("publicKey", publicKey);
        if (this.keypair != null) {
            fields.put("privateKey", hex(this.keypair.secretKey()));
            if (this.phrase != null) {
                fields.put("secretPhrase", this.phrase);
            }
            if (this.keypair.hasMiniSecret()) {
                fields.put("secretSeed", hex(this.keypair.miniSecret()));
            }
        }
        fields.put("ss58Address", this.address.value());
        return JSON.writeValueAsBytes(fields);
    }

    /**
     * Reads the JSON object, or the bare {@code 0x} public key of the oldest files.
     *
     * @param name of the file, for messages
     * @throws KeyfileException when the content is damaged or its parts contradict each other
     */
    static KeyRecord decode(byte[] content, String name) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        if (text.matches("0x[0-9a-fA-F]{64}")) {
            return publicHalf(Ss58Address.of(HexFormat.of().parseHex(text, 2, 66)));
        }
        JsonNode fields;
        try {
            fields = JSON.readTree(text);
        } catch (JacksonException notJson) {
            // The parser's own message could quote a secret, so it is not passed on.
            throw malformed(name, "it is cut off or not JSON");
        }
        if (!fields.isObject()) {
            throw malformed(name, "it is not a JSON object");
        }
        try {
            return decode(fields, name);
        } catch (IllegalArgumentException inconsistent) {
            throw malformed(name, String.valueOf(inconsistent.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "KeyRecord[" + this.address + "]";
    }

    private static KeyRecord decode(JsonNode fields, String name) {
        Ss58Address declared = declaredAddress(fields);
        List<Supplier<Keypair>> sources = new ArrayList<>();
        String seed = text(fields, "secretSeed");
        String phrase = text(fields, "secretPhrase");
        String secret = text(fields, "privateKey");
        if (seed != null) {
            sources.add(() -> Keypair.ofMiniSecret(bytes(seed, "secretSeed")));
        }
        if (phrase != null) {
            sources.add(() -> Keypair.ofMnemonic(phrase));
        }
        if (secret != null) {
            sources.add(() -> Keypair.ofSecretKey(bytes(secret, "privateKey")));
        }
        for (Supplier<Keypair> source : sources) {
            Keypair keypair = source.get();
            if (declared == null || keypair.address().equals(declared)) {
                return new KeyRecord(keypair.address(), keypair, phrase);
            }
        }
        if (declared == null) {
            throw malformed(name, "it holds no key");
        }
        if (!sources.isEmpty()) {
            throw malformed(name, "its secret does not belong to its address " + declared);
        }
        return publicHalf(declared);
    }

    private static @Nullable Ss58Address declaredAddress(JsonNode fields) {
        String ss58 = text(fields, "ss58Address");
        String publicKey = text(fields, "publicKey");
        Ss58Address byText = ss58 == null ? null : new Ss58Address(ss58);
        Ss58Address byKey =
                publicKey == null ? null : Ss58Address.of(bytes(publicKey, "publicKey"));
        if (byText != null && byKey != null && !byText.equals(byKey)) {
            throw new IllegalArgumentException(
                    "its publicKey and ss58Address contradict each other");
        }
        return byText == null ? byKey : byText;
    }

    private static @Nullable String text(JsonNode fields, String name) {
        JsonNode field = fields.get(name);
        return field == null || !field.isString() || field.stringValue().isBlank()
                ? null
                : field.stringValue();
    }

    private static byte[] bytes(String hex, String field) {
        try {
            return HexFormat.of().parseHex(hex, hex.startsWith("0x") ? 2 : 0, hex.length());
        } catch (IllegalArgumentException notHexadecimal) {
            throw new IllegalArgumentException("its field " + field + " is not hexadecimal");
        }
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static KeyfileException malformed(String name, String why) {
        return new KeyfileException(
                Reason.MALFORMED,
                "The keyfile "
                        + name
                        + " cannot be used: "
                        + why
                        + "; restore it from a backup or from its mnemonic");
    }
}
