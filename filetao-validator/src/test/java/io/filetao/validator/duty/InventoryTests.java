package io.filetao.validator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.SuspectShards;
import io.filetao.common.repair.SuspectShards.Suspect;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which shards are looked at next, on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class InventoryTests {

    private static final int SHARDS = 300;

    private final FileRecords samples = FileRecords.seeded(21);
    private final Ss58Address miner = this.samples.miners(1).getFirst();
    private RedisCalls redis;
    private Keyspace keys;
    private RedisFileIndex index;
    private FileRecord file;
    private final Instant now = FileRecords.NOW.plus(Duration.ofDays(3));

    @BeforeEach
    void setUp(RedisServer server) {
        this.redis = new RedisCalls(server.template());
        this.keys = new Keyspace(server.prefix());
        this.index = new RedisFileIndex(this.redis, this.keys);
        this.file = this.samples.file(SHARDS, 1, 1, List.of(this.miner));
        this.index.record(this.file, this.samples.claim("5Grw"));
    }

    @Test
    void pickLooksAtEveryShardBeforeAnyIsLeftOutTwice() {
        Inventory inventory = inventory();
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < SHARDS; round++) {
            List<Inventory.Found> picked = inventory.pick(this.miner, 2);
            assertThat(picked).isNotEmpty();
            picked.forEach(found -> seen.add(found.place().rid()));
        }
        // One of two picks is the walk's.
        assertThat(seen).hasSize(SHARDS);
    }

    @Test
    void pickWalksPastWhatWasProvenLately() {
        Set<String> stale = new HashSet<>();
        for (int i = 0; i < SHARDS; i++) {
            ShardRecord shard = this.file.segments().get(i).shards().getFirst();
            if (i % 10 == 0) {
                stale.add(shard.rid());
            } else {
                this.index.replaceShard(this.file.cid(), i, shard, shard.proven(this.now));
            }
        }
        Inventory inventory = inventory();
        Map<String, Integer> picks = new HashMap<>();
        for (int round = 0; round < SHARDS / 5; round++) {
            inventory
                    .pick(this.miner, 2)
                    .forEach(found -> picks.merge(found.place().rid(), 1, Integer::sum));
        }
        assertThat(picks.keySet()).containsAll(stale);
    }

    @Test
    void anyOfAMinerWithoutShardsIsEmpty() {
        Ss58Address other = this.samples.miners(1).getFirst();
        assertThat(inventory().any(other)).isEmpty();
        assertThat(inventory().pick(other, 5)).isEmpty();
    }

    @Test
    void suspectsAreTakenOnceAndTheOldestGoFirst() {
        SuspectShards suspects = new SuspectShards(this.redis, this.keys);
        Suspect first = new Suspect("bafkrei1", 0, "9f");
        Suspect second = new Suspect("bafkrei2", 7, "a0");
        suspects.report(first);
        suspects.report(second);
        suspects.report(first);
        assertThat(suspects.take(10)).containsExactly(first, second);
        assertThat(suspects.take(10)).isEmpty();
    }

    @Test
    void turnsOfSweepsComeOnceInAnEpoch() {
        for (int uid = 0; uid < 256; uid++) {
            int miner = uid;
            assertThat(
                            LongStream.range(1000, 1120)
                                    .filter(turn -> SweepChore.isTurn(miner, turn, 120)))
                    .hasSize(1);
        }
    }

    private Inventory inventory() {
        return new Inventory(this.index, new Random(22), () -> this.now, Duration.ofDays(1));
    }
}
