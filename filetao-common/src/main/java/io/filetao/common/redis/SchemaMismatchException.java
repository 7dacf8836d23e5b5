package io.filetao.common.redis;

/** What lies in Redis has another layout than this program writes. */
public class SchemaMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String found;

    SchemaMismatchException(String found, String key) {
        super(
                "Redis holds data of schema "
                        + found
                        + " (key "
                        + key
                        + "), this program writes schema "
                        + Keyspace.SCHEMA);
        this.found = found;
    }

    /** The version that is stored. */
    public String found() {
        return this.found;
    }
}
