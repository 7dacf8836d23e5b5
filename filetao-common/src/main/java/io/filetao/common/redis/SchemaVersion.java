package io.filetao.common.redis;

import org.jspecify.annotations.Nullable;

/** The layout of what lies in Redis, stored beside it. */
public final class SchemaVersion {

    /** What the stored version begins with while a backup is put back; no program starts on half of an index. */
    public static final String RESTORING = "restoring ";

    private final RedisCalls redis;
    private final Keyspace keys;

    public SchemaVersion(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * Makes sure that this program understands what is stored; where nothing is stored yet its own version is.
     *
     * @throws SchemaMismatchException when the layout is another
     */
    public void check() {
        byte[] key = RedisCalls.bytes(this.keys.schema());
        byte[] own = RedisCalls.bytes(Keyspace.SCHEMA);
        this.redis.call(connection -> connection.stringCommands().setNX(key, own));
        byte @Nullable [] stored =
                this.redis.call(connection -> connection.stringCommands().get(key));
        String found = stored == null ? "none" : RedisCalls.text(stored);
        if (!found.equals(RedisCalls.text(own))) {
            throw new SchemaMismatchException(found, this.keys.schema());
        }
    }
}
