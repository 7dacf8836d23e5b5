package io.filetao.cli.stats;

import io.filetao.cli.connection.KeyPrefix;
import io.filetao.cli.connection.RedisDatabase;
import io.filetao.cli.connection.RowNames;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.redis.RedisRewardRules;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.data.redis.core.StringRedisTemplate;
import picocli.CommandLine.Mixin;

/** A validator's records, read out of its Redis without its API. */
final class StatsRedis {

    @Mixin private final RedisDatabase database = new RedisDatabase();

    @Mixin private final KeyPrefix prefix = new KeyPrefix();

    boolean isChosen() {
        return this.database.isNamed();
    }

    List<MinerLine> read() {
        return this.database.with(this::read);
    }

    private List<MinerLine> read(StringRedisTemplate template) {
        RedisCalls redis = new RedisCalls(template);
        Keyspace keys = new Keyspace(this.prefix.toString());
        RedisFileIndex files = new RedisFileIndex(redis, keys);
        TierTable tiers =
                new RedisRewardRules(redis, keys)
                        .find()
                        .map(RewardRules::table)
                        .orElse(TierTable.DEFAULT);
        List<MinerLine> lines = new ArrayList<>();
        new RedisScoreBook(redis, keys)
                .findAll(hotkeys(redis))
                .forEach((hotkey, standing) ->
                        lines.add(
                                MinerLine.of(
                                        hotkey.value(),
                                        standing,
                                        tiers.named(standing.tier()).orElse(tiers.lowest()),
                                        files.usedBytes(hotkey))));
        return lines;
    }

    private List<Ss58Address> hotkeys(RedisCalls redis) {
        // A name may come twice.
        Set<Ss58Address> hotkeys = new LinkedHashSet<>();
        RowNames names = new RowNames(redis, this.prefix + "stats:");
        while (names.hasNext()) {
            names.next().forEach(name -> hotkeys.add(new Ss58Address(name)));
        }
        return List.copyOf(hotkeys);
    }
}
