package io.filetao.validator.reindex;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.broadband.Manifest;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoveryTests {

    private static final int COUNTER = 5000;

    private final FileRecords samples = FileRecords.seeded(21);
    private final List<Ss58Address> miners = this.samples.miners(9);
    private final FileRecord file = this.samples.file(2, 2, 6, this.miners);

    @Test
    void recoveryOfAWholeFileIsTheFileWithItsChainsMovedOn() {
        Recovery recovery = recover(found(), Set.of());
        assertThat(recovery.file().cid()).isEqualTo(this.file.cid());
        for (int segment = 0; segment < 2; segment++) {
            List<ShardRecord> before = this.file.segments().get(segment).shards();
            List<ShardRecord> after = recovery.file().segments().get(segment).shards();
            assertThat(after).extracting(ShardRecord::rid).containsExactlyElementsOf(rids(before));
            assertThat(after).extracting(ShardRecord::counter).containsOnly(COUNTER);
        }
        assertThat(recovery.isReadable()).isTrue();
        assertThat(recovery.looksDeleted()).isFalse();
        assertThat(recovery.claims()).hasSize(1);
    }

    @Test
    void recoveryTakesWhatWasRepairedSinceAndLeavesOutWhatNobodyLists() {
        List<FoundShard> found = new ArrayList<>(found());
        ShardRecord lost = this.file.segments().getFirst().shards().get(3);
        found.removeIf(shard -> shard.rid().equals(lost.rid()));
        found.removeIf(shard -> shard.segment() == 1 && shard.number() == 5);
        ShardRecord successor = this.samples.shard(3, lost.length(), this.miners.getLast());
        found.add(found(0, successor));
        SegmentRecord first = recover(found, Set.of()).file().segments().getFirst();
        assertThat(first.shards().get(3).rid()).isEqualTo(successor.rid());
        assertThat(first.shards().get(3).counter()).isEqualTo(COUNTER);
        SegmentRecord second = recover(found, Set.of()).file().segments().getLast();
        assertThat(second.shards()).extracting(ShardRecord::number).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void recoveryBelievesTheManifestAboutMinersThatAreSilent() {
        Set<Ss58Address> silent = Set.copyOf(this.miners);
        Recovery recovery = recover(List.of(), silent);
        assertThat(recovery.isReadable()).isTrue();
        assertThat(recovery.looksDeleted()).isFalse();
    }

    @Test
    void recoveryOfWhatMostMinersDroppedLooksDeleted() {
        List<FoundShard> left = found().stream().filter(shard -> shard.number() < 2).toList();
        Recovery recovery = recover(left, Set.of());
        assertThat(recovery.isReadable()).isTrue();
        assertThat(recovery.looksDeleted()).isTrue();
        assertThat(recover(left.subList(0, 1), Set.of()).isReadable()).isFalse();
    }

    @Test
    void recoveryWhenTheClaimsAreOverHasNone() {
        Manifest manifest = manifest();
        Recovery recovery =
                Recovery.of(
                        manifest,
                        found(),
                        Set.of(),
                        COUNTER,
                        FileRecords.NOW.plus(Duration.ofDays(31)));
        assertThat(recovery.claims()).isEmpty();
    }

    private Recovery recover(List<FoundShard> found, Set<Ss58Address> silent) {
        return Recovery.of(manifest(), found, silent, COUNTER, FileRecords.NOW);
    }

    private Manifest manifest() {
        return new Manifest(
                this.miners.getFirst(),
                FileRecords.NOW,
                this.file,
                List.of(this.samples.claim("open")));
    }

    private List<FoundShard> found() {
        List<FoundShard> found = new ArrayList<>();
        for (int segment = 0; segment < this.file.segments().size(); segment++) {
            for (ShardRecord shard : this.file.segments().get(segment).shards()) {
                found.add(found(segment, shard));
            }
        }
        return found;
    }

    private static FoundShard found(int segment, ShardRecord shard) {
        return new FoundShard(
                shard.rid(),
                shard.miner(),
                segment,
                shard.number(),
                shard.gen(),
                shard.length(),
                shard.root(),
                shard.head(),
                true);
    }

    private static List<String> rids(List<ShardRecord> shards) {
        return shards.stream().map(ShardRecord::rid).toList();
    }
}
