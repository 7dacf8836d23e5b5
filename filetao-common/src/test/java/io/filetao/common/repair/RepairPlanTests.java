package io.filetao.common.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairPlanTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final FileRecords samples = FileRecords.seeded(7);
    private final List<Ss58Address> miners = this.samples.miners(22);
    private final SegmentRecord segment =
            this.samples.file(1, 7, 22, this.miners).segments().getFirst();

    @Test
    void planWhenEverythingStandsNeedsNothing() {
        RepairPlan plan = RepairPlan.of(this.segment, shard -> true);
        assertThat(plan.isHealthy()).isTrue();
        assertThat(plan.surplus()).isEqualTo(15);
    }

    @Test
    void planRebuildsWhatFailedWhatIsGoneAndWhatWasNeverPlacedAndNothingElse() {
        List<ShardRecord> shards = new ArrayList<>(this.segment.shards());
        shards.set(3, shards.get(3).failed("It failed a challenge"));
        shards.remove(21);
        Ss58Address gone = this.miners.get(8);
        RepairPlan plan =
                RepairPlan.of(
                        new SegmentRecord(this.segment.size(), 7, 22, shards),
                        shard -> !shard.miner().equals(gone));
        assertThat(plan.missing()).containsExactly(3, 8, 21);
        assertThat(plan.unsound()).extracting(ShardRecord::number).containsExactly(3, 8);
        assertThat(plan.sound()).hasSize(19);
        assertThat(plan.surplus()).isEqualTo(12);
        assertThat(plan.delay(PATIENCE)).isEqualTo(PATIENCE);
    }

    @Test
    void planAtTheThresholdDoesNotWait() {
        RepairPlan above = RepairPlan.of(this.segment, shard -> shard.number() < 15);
        RepairPlan at = RepairPlan.of(this.segment, shard -> shard.number() < 14);
        assertThat(above.isEndangered()).isFalse();
        assertThat(at.isEndangered()).isTrue();
        assertThat(at.delay(PATIENCE)).isZero();
    }

    @Test
    void planReadsShardsThatOnlyLeaveTheirMinerWhenTheOthersAreTooFew() {
        List<ShardRecord> shards = new ArrayList<>(this.segment.shards().subList(0, 8));
        shards.set(3, shards.get(3).failed(ShardRecord.LEAVING));
        RepairPlan enough = RepairPlan.of(segment(shards), shard -> true);
        assertThat(enough.sources()).isEqualTo(enough.sound()).hasSize(7);
        assertThat(enough.missing()).contains(3);
        shards.set(5, shards.get(5).failed("It failed a challenge"));
        RepairPlan few = RepairPlan.of(segment(shards), shard -> true);
        assertThat(few.surplus()).isEqualTo(-1);
        assertThat(few.isLost()).isFalse();
        assertThat(few.sources())
                .extracting(ShardRecord::number)
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 6, 7);
    }

    @Test
    void planWithFewerThanKIsLost() {
        assertThat(RepairPlan.of(this.segment, shard -> shard.number() < 7).isLost()).isFalse();
        assertThat(RepairPlan.of(this.segment, shard -> shard.number() < 6).isLost()).isTrue();
    }

    private SegmentRecord segment(List<ShardRecord> shards) {
        return new SegmentRecord(this.segment.size(), 7, 22, shards);
    }
}
