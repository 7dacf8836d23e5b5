package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.crypto.Hash;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/** The few forms that values have in a node's answers; any other is refused like bytes that cannot be read. */
final class Json {

    private Json() {}

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    static String hex(Hash hash) {
        return "0x" + hash.hex();
    }

    static byte[] bytes(JsonNode text) {
        return bytes(text.asString(""));
    }

    static byte[] bytes(String hex) {
        try {
            if (hex.startsWith("0x")) {
                return HexFormat.of().parseHex(hex, 2, hex.length());
            }
        } catch (IllegalArgumentException notHex) {
            // Refused below, like everything else.
        }
        throw new MalformedScaleException("Bytes in hexadecimal are expected");
    }

    static Hash hash(JsonNode text) {
        byte[] bytes = bytes(text);
        if (bytes.length != Hash.BYTES) {
            throw new MalformedScaleException("A hash has 32 bytes, not " + bytes.length);
        }
        return Hash.of(bytes);
    }

    /** A field that is a number. */
    static long number(JsonNode object, String field) {
        JsonNode number = object.path(field);
        if (!number.canConvertToLong()) {
            throw new MalformedScaleException("The number " + field + " is missing");
        }
        return number.asLong();
    }

    /** The number in a block's header, which is hexadecimal and may begin with zeros. */
    static long blockNumber(JsonNode header) {
        String hex = header.path("number").asString("");
        try {
            if (hex.startsWith("0x")) {
                return Long.parseLong(hex, 2, hex.length(), 16);
            }
        } catch (NumberFormatException notANumber) {
            // Refused below.
        }
        throw new MalformedScaleException("The block's number is missing");
    }
}
