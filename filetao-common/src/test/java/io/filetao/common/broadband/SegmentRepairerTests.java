package io.filetao.common.broadband;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.broadband.RepairReport.Outcome;
import io.filetao.common.broadband.RepairReport.Placed;
import io.filetao.common.broadband.TestMiner.Fault;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Repair over real HTTP with a real index; segments are coded 2 of 6 on nine miners. */
@ExtendWith(RedisServerExtension.class)
class SegmentRepairerTests {

    private static final int SIZE = 1_500_000;

    private final Random random = new Random(21);
    private final byte[] content = new byte[SIZE];

    @TempDir private Path spool;

    private TestNetwork network;
    private FileRecord file;
    private SegmentRecord segment;

    @BeforeEach
    void store(RedisServer redis) throws IOException {
        this.network = new TestNetwork(9, redis, this.spool);
        this.random.nextBytes(this.content);
        this.file =
                this.network
                        .writer
                        .store(
                                new ByteArrayInputStream(this.content),
                                new StoreRequest(
                                        OptionalLong.of(SIZE),
                                        "open",
                                        null,
                                        null,
                                        "application/octet-stream",
                                        Duration.ofDays(1),
                                        null))
                        .record();
        this.segment = this.file.segments().getFirst();
        assertThat(this.segment.shards()).hasSize(6);
    }

    @AfterEach
    void stop() throws IOException {
        try (Stream<Path> left = Files.list(this.spool)) {
            assertThat(left).as("spool files left behind").isEmpty();
        }
        this.network.close();
    }

    @Test
    void repairWhenMinersAreGoneRebuildsTheirShardsElsewhereAndReadsNoMoreThanKShards()
            throws Exception {
        leave(0);
        leave(3);
        long served = served();
        RepairReport report = repair();
        long length = this.segment.shards().getFirst().length();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.placed()).extracting(Placed::number).containsExactlyInAnyOrder(0, 3);
        assertThat(report.readBytes()).isEqualTo(2 * length).isEqualTo(served() - served);
        assertThat(report.sentBytes()).isEqualTo(2 * length);
        assertThat(report.surplus()).isEqualTo(4);
        SegmentRecord now = now();
        assertThat(now.shards()).hasSize(6);
        assertThat(now.shards())
                .extracting(ShardRecord::miner)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(this.network.gone);
        for (int number : new int[] {1, 2, 4, 5}) {
            assertThat(now.shards().get(number)).isEqualTo(this.segment.shards().get(number));
        }
        for (int number : new int[] {0, 3}) {
            ShardRecord shard = now.shards().get(number);
            TestMiner miner = this.network.miner(shard.miner());
            assertThat(miner.committed).contains(ShardId.parse(shard.rid()));
            assertThat(Manifest.verify(miner.manifest).record().segments()).containsExactly(now);
        }
        assertThat(repair().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThatTheFileIsReadWith(0, 3);
    }

    @Test
    void repairWhenShardsFailedDropsThemOnlyAfterTheirSuccessorsAreProven() throws Exception {
        ShardRecord failed = fail(2);
        TestMiner old = this.network.miner(failed.miner());
        this.network.miners.stream()
                .filter(miner -> miner.held().isEmpty())
                .forEach(miner -> miner.fault = Fault.FULL);
        old.fault = Fault.FULL;
        RepairReport refused = repair();
        assertThat(refused.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(refused.reason()).contains("1 shards are still missing");
        assertThat(old.held()).contains(ShardId.parse(failed.rid()));
        assertThat(now().shards().get(2)).isEqualTo(failed);

        this.network.miners.forEach(miner -> miner.fault = Fault.NONE);
        assertThat(repair().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(old.held()).doesNotContain(ShardId.parse(failed.rid()));
        assertThat(now().shards().get(2).miner()).isNotEqualTo(failed.miner());
        assertThat(now().shards().get(2).failure()).isNull();
        assertThat(this.network.heldShards()).isEqualTo(6);
    }

    @Test
    void repairWhenNoOtherMinerIsLeftPutsTheShardOnTheOneThatLostIt() throws Exception {
        List<Ss58Address> holders = this.segment.shards().stream().map(ShardRecord::miner).toList();
        this.network.miners.stream()
                .map(TestMiner::address)
                .filter(miner -> !holders.contains(miner))
                .forEach(this.network.gone::add);
        ShardRecord failed = fail(4);
        assertThat(repair().outcome()).isEqualTo(Outcome.COMPLETE);
        ShardRecord successor = now().shards().get(4);
        assertThat(successor.miner()).isEqualTo(failed.miner());
        assertThat(successor.rid()).isNotEqualTo(failed.rid());
        assertThat(this.network.heldShards()).isEqualTo(6);
    }

    @Test
    void repairWhenASourceLostItsShardFindsOutAndRebuildsItToo() throws Exception {
        leave(5);
        this.network.miner(this.segment.shards().get(0).miner()).clear();
        this.network.miner(this.segment.shards().get(1).miner()).fault = Fault.SPOILS_BYTES;
        RepairReport first = repair();
        assertThat(first.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(first.placed()).extracting(Placed::number).containsExactly(5);
        assertThat(now().shards().get(0).failure()).contains("could not be read");
        assertThat(now().shards().get(1).failure()).contains("could not be read");
        this.network.miner(this.segment.shards().get(1).miner()).fault = Fault.FULL;
        assertThat(repair().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThatTheFileIsReadWith(0, 1);
    }

    @Test
    void repairWhenFewerThanKStandSaysSoAndLeavesWhatIsLeft() throws Exception {
        for (int number = 0; number < 5; number++) {
            leave(number);
        }
        RepairReport report = repair();
        assertThat(report.outcome()).isEqualTo(Outcome.LOST);
        assertThat(report.surplus()).isEqualTo(-1);
        assertThat(report.reason()).isEqualTo("2 shards are needed, 1 stand");
        assertThat(now()).isEqualTo(this.segment);
        this.network.gone.clear();
        assertThat(repair().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void repairWhenTooFewStandReadsAShardThatOnlyLeavesItsMinerAndKeepsItUntilItIsReplaced()
            throws Exception {
        for (int number = 0; number < 4; number++) {
            leave(number);
        }
        ShardRecord leaving = this.segment.shards().get(5);
        assertThat(
                        this.network.index.replaceShard(
                                this.file.cid(), 0, leaving, leaving.failed(ShardRecord.LEAVING)))
                .isTrue();
        TestMiner emptied = this.network.miner(leaving.miner());
        RepairReport first = repair();
        assertThat(first.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(first.placed()).extracting(Placed::number).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(emptied.held()).contains(ShardId.parse(leaving.rid()));
        this.network.gone.clear();
        assertThat(repair().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(emptied.held()).isEmpty();
        assertThat(now().shards()).noneMatch(shard -> shard.miner().equals(leaving.miner()));
    }

    @Test
    void repairWhenAFailedShardStandsAfterAllMovesNothing() throws Exception {
        ShardRecord failed = fail(1);
        this.network.secondLook =
                (cid, segment, shard) ->
                        this.network.index.replaceShard(
                                cid, segment, shard, this.segment.shards().get(1));
        RepairReport report = repair();
        assertThat(report.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(report.readBytes()).isZero();
        assertThat(now()).isEqualTo(this.segment);
        assertThat(failed.failure()).isNotNull();
    }

    @Test
    void repairWhenTwoReplicasDoTheSameLeavesOneSuccessorAndNothingElse() throws Exception {
        leave(2);
        leave(4);
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RepairReport> one = replicas.submit(this::repair);
            Future<RepairReport> other = replicas.submit(this::repair);
            one.get();
            other.get();
        }
        assertThat(repair().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        long held =
                this.network.miners.stream()
                        .filter(miner -> !this.network.gone.contains(miner.address()))
                        .mapToLong(miner -> miner.held().size())
                        .sum();
        assertThat(held).isEqualTo(6);
        assertThatTheFileIsReadWith(2, 4);
    }

    @Test
    void repairWhenTheFileIsGoneDoesNothing() throws Exception {
        this.network.remover.remove(this.file.cid(), "open");
        assertThat(repair().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void moveTakesAShardToAnotherMinerAndRaisesNoRedundancy() throws Exception {
        ShardRecord shard = this.segment.shards().get(3);
        TestMiner from = this.network.miner(shard.miner());
        List<Miner> targets = this.network.directory.answering();
        HeldShard held = new HeldShard(shard.rid(), this.file.cid(), 0, 3);
        RepairReport report = this.network.mover.move(held, targets);
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(report.readBytes()).isEqualTo(shard.length());
        assertThat(from.held()).isEmpty();
        assertThat(this.network.heldShards()).isEqualTo(6);
        assertThat(now().shards())
                .extracting(ShardRecord::miner)
                .doesNotHaveDuplicates()
                .doesNotContain(shard.miner());
        assertThat(this.network.mover.move(held, targets).outcome())
                .isEqualTo(Outcome.NOTHING_TO_DO);
        assertThatTheFileIsReadWith(3, 4);
    }

    private RepairReport repair() throws InterruptedException {
        return this.network.repairer.repair(this.file.cid(), 0);
    }

    private void leave(int number) {
        this.network.gone.add(this.segment.shards().get(number).miner());
    }

    private ShardRecord fail(int number) {
        ShardRecord shard = this.segment.shards().get(number);
        ShardRecord failed = shard.failed("It failed a challenge");
        assertThat(this.network.index.replaceShard(this.file.cid(), 0, shard, failed)).isTrue();
        return failed;
    }

    private SegmentRecord now() {
        return this.network.index.findSegment(this.file.cid(), 0).orElseThrow();
    }

    private long served() {
        return this.network.miners.stream().mapToLong(miner -> miner.servedBytes.get()).sum();
    }

    /** With two shards alone, any two of which give the segment back. */
    private void assertThatTheFileIsReadWith(int one, int other) throws IOException {
        SegmentRecord now = now();
        FileRecord two =
                new FileRecord(
                        this.file.cid(),
                        this.file.fileId(),
                        this.file.size(),
                        this.file.contentRoot(),
                        this.file.createdAt(),
                        List.of(
                                new SegmentRecord(
                                        now.size(),
                                        now.k(),
                                        now.n(),
                                        List.of(now.shards().get(one), now.shards().get(other)))));
        try (InputStream bytes = this.network.reader.open(two).read(0, SIZE)) {
            assertThat(bytes.readAllBytes()).isEqualTo(this.content);
        }
    }
}
