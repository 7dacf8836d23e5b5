package io.filetao.common.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script that Redis runs as one step, from {@code META-INF/scripts/filetao/}.
 *
 * <p>All keys of a script carry one hash tag or are one key, so that they lie in one slot of a cluster. A script may run twice when an
 * answer is lost; each is written so that the second run changes nothing and answers the same.
 *
 * @param sha1 the name under which Redis caches it, 40 hex digits
 */
public record LuaScript(String name, byte[] body, String sha1) {

    /** Reads the script of the given name, without its {@code .lua}. */
    public static LuaScript named(String name) {
        String path = "/META-INF/scripts/filetao/" + name + ".lua";
        try (InputStream resource = LuaScript.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new IllegalArgumentException("There is no script " + path);
            }
            byte[] body = resource.readAllBytes();
            return new LuaScript(name, body, sha1(body));
        } catch (IOException failure) {
            throw new UncheckedIOException("The script " + path + " cannot be read", failure);
        }
    }

    private static String sha1(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(body));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every JDK has SHA-1", absent);
        }
    }

    @Override
    public String toString() {
        return this.name;
    }
}
