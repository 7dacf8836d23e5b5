package io.filetao.common.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.content.ContentRoot;
import io.filetao.common.crypto.Hash;
import io.filetao.common.health.FileHealth.Status;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileHealthTests {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration AGE = Duration.ofDays(7);
    private static final Hash HASH = Hash.sha256();

    @ParameterizedTest(name = "{0} of 9 shards failed, any 3 are enough: {1}")
    @CsvSource({
        "0,HEALTHY",
        "1,DEGRADED",
        "2,DEGRADED",
        "3,ENDANGERED",
        "6,ENDANGERED",
        "7,LOST",
        "9,LOST"
    })
    void statusFollowsTheNumberOfStandingShards(int failed, Status expected) {
        List<ShardRecord> shards = new ArrayList<>();
        for (int number = 0; number < 9; number++) {
            shards.add(shard(number, number < failed ? "The miner did not answer." : null, NOW));
        }

        FileHealth health = health(new SegmentRecord(100, 3, 9, shards));

        assertThat(health.status()).isEqualTo(expected);
        assertThat(health.segments().getFirst().proven()).isEqualTo(9 - failed);
        assertThat(health.segments().getFirst().shards())
                .filteredOn(shard -> !shard.stands())
                .allSatisfy(shard -> assertThat(shard.reason()).isNotBlank());
    }

    @Test
    void aShardThatWasNeverPlacedIsMissing() {
        FileHealth health =
                health(
                        new SegmentRecord(
                                100, 1, 3, List.of(shard(0, null, NOW), shard(2, null, NOW))));

        assertThat(health.status()).isEqualTo(Status.ENDANGERED);
        assertThat(health.segments().getFirst().shards().get(1).status())
                .isEqualTo(ShardHealth.Status.MISSING);
    }

    @Test
    void aShardOnAMinerThatLeftIsMissing() {
        FileHealth health =
                FileHealth.of(
                        file(new SegmentRecord(100, 1, 1, List.of(shard(0, null, NOW)))),
                        miner -> false,
                        NOW,
                        AGE);

        assertThat(health.status()).isEqualTo(Status.LOST);
        assertThat(health.segments().getFirst().shards().getFirst().reason())
                .contains("has left the subnet");
    }

    @Test
    void aShardThatWasNotCheckedForLongIsStaleAndStillStands() {
        FileHealth health =
                health(
                        new SegmentRecord(
                                100,
                                1,
                                1,
                                List.of(shard(0, null, NOW.minus(AGE).minusSeconds(1)))));

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.segments().getFirst().proven()).isZero();
        assertThat(health.segments().getFirst().shards().getFirst().status())
                .isEqualTo(ShardHealth.Status.STALE);
    }

    @Test
    void aFileIsAsWellAsItsWorstSegment() {
        SegmentRecord good = new SegmentRecord(100, 1, 1, List.of(shard(0, null, NOW)));
        SegmentRecord lost = new SegmentRecord(100, 1, 1, List.of());

        assertThat(health(good, lost, good).status()).isEqualTo(Status.LOST);
    }

    private static FileHealth health(SegmentRecord... segments) {
        return FileHealth.of(file(segments), miner -> true, NOW, AGE);
    }

    private static FileRecord file(SegmentRecord... segments) {
        return new FileRecord(
                "cid",
                "00".repeat(16),
                100,
                new ContentRoot(HASH, List.of()),
                NOW,
                List.of(segments));
    }

    private static ShardRecord shard(int number, @Nullable String failure, Instant lastProof) {
        return new ShardRecord(
                number,
                "00".repeat(16),
                Ss58Address.of(Hash.sha256(new byte[] {(byte) number}).bytes()),
                0,
                100,
                HASH,
                HASH,
                1,
                lastProof,
                failure);
    }
}
