package io.filetao.common.stats.redis;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.tier.RewardRules;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The rules that a validator works by, kept beside the standings for whoever reads those without the validator's settings. */
public final class RedisRewardRules {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RedisCalls redis;
    private final byte[] key;

    public RedisRewardRules(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.key = RedisCalls.bytes(keys.rules());
    }

    public void write(RewardRules rules) {
        byte[] text = JSON.writeValueAsBytes(rules);
        this.redis.call(connection -> connection.stringCommands().set(this.key, text));
    }

    /** Empty before a validator wrote them, and for what cannot be read. */
    public Optional<RewardRules> find() {
        byte[] text = this.redis.call(connection -> connection.stringCommands().get(this.key));
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.ofNullable(JSON.readValue(text, RewardRules.class));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }
}
