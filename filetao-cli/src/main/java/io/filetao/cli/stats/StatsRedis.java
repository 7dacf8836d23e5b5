package io.filetao.cli.stats;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.RedisServers;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.redis.RedisRewardRules;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;
import picocli.CommandLine.Option;

/** A validator's records, read out of its Redis without its API. */
final class StatsRedis {

    private static final int SCAN = 1000;

    @Option(
            names = {"--index", "--database.index"},
            paramLabel = "INDEX",
            description = "Read this Redis database instead of asking the API.")
    private @Nullable Integer index;

    @Option(
            names = "--database.host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Host of Redis (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--database.port",
            paramLabel = "PORT",
            defaultValue = "6379",
            description = "Port of Redis (default: ${DEFAULT-VALUE}).")
    private int port = 6379;

    @Option(
            names = "--database.redis_password",
            paramLabel = "PASSWORD",
            description =
                    "Password of Redis; FILETAO_DATABASE_REDIS_PASSWORD keeps it out of the process"
                            + " list.")
    private @Nullable String password;

    @Option(
            names = "--database.prefix",
            paramLabel = "PREFIX",
            defaultValue = "filetao:",
            description = "What the validator's keys begin with (default: ${DEFAULT-VALUE}).")
    private String prefix = "filetao:";

    boolean isChosen() {
        return this.index != null;
    }

    List<MinerLine> read() {
        try {
            return RedisServers.with(
                    RedisServers.single(
                            this.host,
                            this.port,
                            this.index == null ? 0 : this.index,
                            this.password),
                    this::read);
        } catch (IndexUnavailableException | DataAccessException away) {
            throw new CommandException(
                    "Redis at %s:%d does not answer; check --database.host, --database.port and the password."
                            .formatted(this.host, this.port),
                    away);
        }
    }

    private List<MinerLine> read(StringRedisTemplate template) {
        RedisCalls redis = new RedisCalls(template);
        Keyspace keys = new Keyspace(this.prefix);
        RedisFileIndex files = new RedisFileIndex(redis, keys);
        TierTable tiers =
                new RedisRewardRules(redis, keys)
                        .find()
                        .map(RewardRules::table)
                        .orElse(TierTable.DEFAULT);
        List<MinerLine> lines = new ArrayList<>();
        new RedisScoreBook(redis, keys)
                .findAll(hotkeys(template))
                .forEach((hotkey, standing) ->
                        lines.add(
                                MinerLine.of(
                                        hotkey.value(),
                                        standing,
                                        tiers.named(standing.tier()).orElse(tiers.lowest()),
                                        files.usedBytes(hotkey))));
        return lines;
    }

    private List<Ss58Address> hotkeys(StringRedisTemplate template) {
        String start = this.prefix + "stats:";
        List<Ss58Address> hotkeys = new ArrayList<>();
        try (Cursor<String> found =
                template.scan(ScanOptions.scanOptions().match(start + "*").count(SCAN).build())) {
            found.forEachRemaining(
                    key -> hotkeys.add(new Ss58Address(key.substring(start.length()))));
        }
        return hotkeys.stream().distinct().toList();
    }
}
