package io.filetao.validator.chore;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.util.List;

/** Which slot of each chore was taken last, shared by all replicas. */
final class ChoreSlots {

    private static final LuaScript TAKE = LuaScript.named("take-slot");

    private final RedisCalls redis;
    private final Keyspace keys;

    ChoreSlots(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Takes a slot that nobody has taken; answers false when it, or a later one, is gone. */
    boolean take(String chore, long slot) {
        return this.redis.runForNumber(
                        TAKE, List.of(this.keys.round(chore)), RedisCalls.bytes(slot))
                == 1;
    }
}
