package io.filetao.common.redis;

import io.filetao.common.protocol.Nonces;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import org.springframework.data.redis.connection.SetCondition;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Nonces in Redis, where they outlive a restart and all replicas of a node see them.
 *
 * <p>Each goes by itself once a request that carries it would be too old anyway.
 */
public final class RedisNonces implements Nonces {

    /** The clock of Redis may run this much faster than ours. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Expiration KEPT =
            Expiration.from(RequestVerifier.MAX_AGE.plus(RequestVerifier.MAX_AHEAD).plus(MARGIN));

    private final RedisCalls redis;
    private final Keyspace keys;

    public RedisNonces(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public boolean firstUse(Ss58Address hotkey, long nonce) {
        byte[] key = RedisCalls.bytes(this.keys.nonce(hotkey, nonce));
        Boolean first =
                this.redis.call(connection ->
                        connection
                                .stringCommands()
                                .set(key, RedisCalls.bytes(1), SetCondition.ifAbsent(), KEPT));
        return Boolean.TRUE.equals(first);
    }
}
