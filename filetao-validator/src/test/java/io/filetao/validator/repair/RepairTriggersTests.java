package io.filetao.validator.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.proof.Reason;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.RepairQueue;
import io.filetao.common.repair.RepairTask;
import io.filetao.common.wallet.Ss58Address;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is marked and entered, on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class RepairTriggersTests {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final FileRecords samples = FileRecords.seeded(5);
    private final List<Ss58Address> miners = this.samples.miners(6);
    private final Ss58Address miner = this.miners.getFirst();
    private FileIndex index;
    private RepairQueue queue;
    private FileRecord file;

    @BeforeEach
    void record(RedisServer server) {
        RedisCalls redis = new RedisCalls(server.template());
        Keyspace keys = new Keyspace(server.prefix());
        this.index = new RedisFileIndex(redis, keys);
        this.queue = new RepairQueue(redis, keys, () -> FileRecords.NOW);
        this.file =
                this.index.record(
                        this.samples.file(2, 2, 6, this.miners), this.samples.claim("account"));
    }

    @Test
    void mayStandOnlyWhatFailedForWantOfAnAnswer() {
        assertThat(RepairTriggers.mayStand(null)).isFalse();
        assertThat(RepairTriggers.mayStand(Reason.NO_ANSWER.text())).isTrue();
        assertThat(RepairTriggers.mayStand(RepairTriggers.DOWN + ": 5 pings were missed")).isTrue();
        for (Reason reason : Reason.values()) {
            assertThat(RepairTriggers.mayStand(reason.text()))
                    .as(reason.name())
                    .isEqualTo(reason == Reason.NO_ANSWER);
        }
        assertThat(RepairTriggers.mayStand(ShardRecord.LEAVING)).isFalse();
        assertThat(RepairTriggers.mayStand("It could not be read for a repair: It is missing"))
                .isFalse();
    }

    @Test
    void walkMarksAndEntersEverySegmentOfTheMiner() {
        RepairTriggers triggers = triggers(this.index);
        assertThat(leave(triggers)).isEqualTo(shards().size()).isPositive();
        assertThat(shards()).allMatch(ShardRecord::isLeaving);
        assertThat(this.queue.lease(LEASE).orElseThrow().task())
                .isInstanceOf(RepairTask.Segment.class);
        assertThat(triggers.repairable(this.miner)).isEqualTo(shards().size());
    }

    @Test
    void walkThatEmptiesMarksWhatMightStandAgainAndKeepsWhatFailedAProof() {
        ShardRecord silent = replace(0, Reason.NO_ANSWER.text());
        ShardRecord wrong = replace(1, Reason.LINEAR.text());
        leave(triggers(this.index));
        assertThat(shards())
                .filteredOn(shard -> shard.rid().equals(silent.rid()))
                .allMatch(ShardRecord::isLeaving);
        assertThat(shards())
                .filteredOn(shard -> shard.rid().equals(wrong.rid()))
                .extracting(ShardRecord::failure)
                .containsExactly(Reason.LINEAR.text());
        assertThat(this.queue.sizes().total()).isEqualTo(2);
    }

    @Test
    void walkMarksAShardThatAChallengeChangesInBetween() {
        AtomicInteger challenges = new AtomicInteger();
        FileIndex busy =
                (FileIndex)
                        Proxy.newProxyInstance(
                                FileIndex.class.getClassLoader(),
                                new Class<?>[] {FileIndex.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("replaceShard")
                                            && challenges.getAndIncrement() < 3) {
                                        pass((String) arguments[0], (Integer) arguments[1]);
                                    }
                                    try {
                                        return method.invoke(this.index, arguments);
                                    } catch (InvocationTargetException failed) {
                                        throw failed.getCause();
                                    }
                                });
        leave(triggers(busy));
        assertThat(challenges.get()).isGreaterThan(3);
        assertThat(shards()).allMatch(ShardRecord::isLeaving);
    }

    /** As a challenge does that the miner passes. */
    private void pass(String cid, int segment) {
        ShardRecord shard = shard(this.index.findSegment(cid, segment).orElseThrow());
        ShardRecord linked =
                shard.linked(this.samples.hash(), shard.counter() + 1).proven(FileRecords.NOW);
        assertThat(this.index.replaceShard(cid, segment, shard, linked)).isTrue();
    }

    private ShardRecord replace(int segment, String failure) {
        ShardRecord shard = shard(this.index.findSegment(this.file.cid(), segment).orElseThrow());
        ShardRecord failed = shard.failed(failure);
        assertThat(this.index.replaceShard(this.file.cid(), segment, shard, failed)).isTrue();
        return failed;
    }

    private int leave(RepairTriggers triggers) {
        return triggers.walk(
                this.miner, ShardRecord.LEAVING, Duration.ZERO, ShardRecord.LEAVING, () -> true);
    }

    private RepairTriggers triggers(FileIndex index) {
        return new RepairTriggers(this.queue, index, _ -> true, Duration.ofMinutes(1));
    }

    private List<ShardRecord> shards() {
        return this.index.find(this.file.cid()).orElseThrow().segments().stream()
                .map(this::shard)
                .toList();
    }

    private ShardRecord shard(SegmentRecord segment) {
        return segment.shards().stream()
                .filter(shard -> shard.miner().equals(this.miner))
                .findFirst()
                .orElseThrow();
    }
}
