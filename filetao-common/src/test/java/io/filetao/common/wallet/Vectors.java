package io.filetao.common.wallet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The known answers of the chain. */
public final class Vectors {

    private static final JsonNode ALL = read();

    private Vectors() {}

    /** One group of them. */
    public static JsonNode of(String group) {
        return Objects.requireNonNull(ALL.get(group), group);
    }

    /** A field's bytes, written in hexadecimal with or without {@code 0x}. */
    public static byte[] bytes(JsonNode group, String field) {
        return bytes(group.get(field).stringValue());
    }

    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex);
    }

    private static JsonNode read() {
        try (InputStream json =
                Objects.requireNonNull(
                        Vectors.class.getResourceAsStream("/vectors/chain/vectors.json"))) {
            return JsonMapper.shared().readTree(json);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
