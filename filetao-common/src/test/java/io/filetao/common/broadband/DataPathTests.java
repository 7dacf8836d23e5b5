package io.filetao.common.broadband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.filetao.common.broadband.TestMiner.Fault;
import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.NotEnoughMinersException;
import io.filetao.common.proof.ShardId;
import io.filetao.common.transfer.TransferFault;
import io.filetao.common.transfer.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files through {@link FileWriter} and {@link FileReader}, with miners on real HTTP and a real index. */
@ExtendWith(RedisServerExtension.class)
class DataPathTests {

    private static final int SEGMENT = StripeLayout.MAX_SEGMENT_BYTES;
    private static final int CELL = StripeLayout.CELL_BYTES;

    private final Random random = new Random(21);

    @TempDir private Path spool;
    private TestNetwork network;

    @BeforeEach
    void start(RedisServer redis) throws IOException {
        this.network = new TestNetwork(9, redis, this.spool);
    }

    @AfterEach
    void stop() throws IOException {
        try (Stream<Path> left = Files.list(this.spool)) {
            assertThat(left).as("spool files left behind").isEmpty();
        }
        this.network.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, CELL - 1, CELL, CELL + 1, 2 * CELL, 2 * CELL + 1, 1_500_000})
    void readAfterStoreGivesTheSameBytes(int size) throws IOException {
        byte[] content = bytes(size);
        StoredFile stored = store(content);
        assertThat(stored.record().cid()).isEqualTo(Cid.of(content).toString());
        assertThat(stored.record().segments()).hasSize(1);
        assertThat(read(stored.record(), 0, size)).isEqualTo(content);
        assertThat(this.network.index.find(stored.record().cid())).contains(stored.record());
        assertThat(this.network.heldShards()).isEqualTo(6);
    }

    @Test
    void storeOfNothingIsAFileWithoutSegments() throws IOException {
        StoredFile stored = store(new byte[0]);
        assertThat(stored.record().cid()).isEqualTo(Cid.of(new byte[0]).toString());
        assertThat(stored.record().segments()).isEmpty();
        assertThat(read(stored.record(), 0, 0)).isEmpty();
    }

    @Test
    void readOfARangeOfSeveralSegmentsFetchesOnlyTheSegmentsThatItTouches() throws IOException {
        byte[] content = bytes(SEGMENT + 3 * CELL);
        FileRecord file = store(content).record();
        assertThat(file.segments()).hasSize(2);
        int stripe = SEGMENT / (2 * CELL);

        assertThat(fetchedFor(file, content, 10, 20)).isEqualTo(CELL);
        assertThat(fetchedFor(file, content, SEGMENT - 10, SEGMENT)).isEqualTo(CELL);
        assertThat(fetchedFor(file, content, SEGMENT, SEGMENT + 1)).isEqualTo(CELL);
        assertThat(fetchedFor(file, content, SEGMENT - 1, SEGMENT + 1)).isEqualTo(2 * CELL);
        assertThat(fetchedFor(file, content, 0, 2 * CELL * (stripe / 2))).isEqualTo(SEGMENT / 2);
        assertThat(fetchedFor(file, content, SEGMENT + 2 * CELL, SEGMENT + 3 * CELL))
                .isEqualTo(CELL);
    }

    /** Reads a range, compares it, and answers how many bytes of shards the miners sent for it. */
    private long fetchedFor(FileRecord file, byte[] content, int from, int to) throws IOException {
        long before = served();
        assertThat(Arrays.equals(read(file, from, to), Arrays.copyOfRange(content, from, to)))
                .isTrue();
        return served() - before;
    }

    @ParameterizedTest
    @ValueSource(ints = {SEGMENT, SEGMENT + 1})
    void storeAtTheEdgeOfASegmentMakesAsManyAsNeeded(int size) throws IOException {
        byte[] content = bytes(size);
        StoredFile stored = store(content);
        assertThat(stored.record().segments())
                .extracting(SegmentRecord::size)
                .containsExactlyElementsOf(
                        size == SEGMENT ? List.of((long) SEGMENT) : List.of((long) SEGMENT, 1L));
        assertThat(Hash.sha256(read(stored.record(), 0, size))).isEqualTo(Hash.sha256(content));
        int from = Math.max(0, SEGMENT - 3);
        assertThat(read(stored.record(), from, size))
                .isEqualTo(Arrays.copyOfRange(content, from, size));
    }

    @Test
    void shardsLieOnDifferentMinersAreProvenAndCommittedWithAManifest() throws Exception {
        StoredFile stored = store(bytes(300_000));
        SegmentRecord segment = stored.record().segments().getFirst();
        assertThat(segment.shards()).extracting(ShardRecord::miner).doesNotHaveDuplicates();
        assertThat(segment.shards()).extracting(ShardRecord::counter).containsOnly(1);
        for (ShardRecord shard : segment.shards()) {
            TestMiner miner = this.network.miner(shard.miner());
            assertThat(miner.committed).containsExactly(ShardId.parse(shard.rid()));
            Manifest manifest = Manifest.verify(miner.manifest);
            assertThat(manifest.record()).isEqualTo(stored.record());
            assertThat(manifest.claims()).containsExactly(stored.claim());
            byte[] forged = miner.manifest.clone();
            forged[40] ^= 1;
            assertThatThrownBy(() -> Manifest.verify(forged)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void readOfARangeFetchesOnlyTheCellsThatItTouches() throws IOException {
        byte[] content = bytes(10 * 2 * CELL);
        FileRecord file = store(content).record();
        for (int round = 0; round < 20; round++) {
            int from = this.random.nextInt(content.length);
            int to = from + 1 + this.random.nextInt(content.length - from);
            assertThat(read(file, from, to)).isEqualTo(Arrays.copyOfRange(content, from, to));
        }
        long before = served();
        assertThat(read(file, 5 * CELL + 10, 5 * CELL + 20)).hasSize(10);
        assertThat(served() - before).isEqualTo(CELL);
        before = served();
        assertThat(read(file, CELL - 1, CELL + 1)).hasSize(2);
        assertThat(served() - before).isEqualTo(2 * CELL);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "FULL",
                "GARBAGE",
                "NEVER_ANSWERS",
                "ANSWERS_TOO_MUCH",
                "OTHER_RECEIPT",
                "SPOILS_BYTES"
            })
    void storeWhenMinersMisbehavePutsTheirShardsElsewhere(Fault fault) throws IOException {
        List<TestMiner> bad = this.network.miners.subList(0, 3);
        bad.forEach(miner -> miner.fault = fault);
        byte[] content = bytes(200_000);
        FileRecord file = store(content).record();
        Set<Object> holders = new HashSet<>();
        file.segments().getFirst().shards().forEach(shard -> holders.add(shard.miner()));
        // With a miner that hangs the sixth shard may be left to repair; five are acknowledged.
        assertThat(holders)
                .hasSizeBetween(5, 6)
                .doesNotContainAnyElementsOf(bad.stream().map(TestMiner::address).toList());
        assertThat(bad).allSatisfy(miner -> assertThat(miner.held()).isEmpty());
        assertThat(read(file, 0, content.length)).isEqualTo(content);
    }

    @Test
    void storeWhenTooFewMinersAnswerSaysTheNumbers() {
        this.network.miners.subList(0, 7).forEach(TestMiner::close);
        assertThatThrownBy(() -> store(bytes(10)))
                .isInstanceOf(NotEnoughMinersException.class)
                .hasMessageContaining("3 are needed, 2 answered");
    }

    @Test
    void storeWhenTooFewMinersTakeASegmentLeavesNothing() {
        this.network.miners.subList(0, 6).forEach(miner -> miner.fault = Fault.FULL);
        assertThatThrownBy(() -> store(bytes(100_000)))
                .isInstanceOf(NotEnoughMinersException.class)
                // It gives up once the others cannot suffice, whoever is still on the way.
                .hasMessageMatching("(?s).*5 proven shards are needed, [0-3] stand.*");
        this.network.awaitNoShards();
        assertThat(this.network.storeFaults).contains(TransferFault.REFUSED);
    }

    @Test
    void storeWhenTheBodyBreaksOffLeavesNothing() {
        InputStream body =
                new InputStream() {
                    private int left = SEGMENT + 10_000;

                    @Override
                    public int read() throws IOException {
                        throw new IOException("not used");
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        if (this.left == 0) {
                            throw new IOException("The client went away");
                        }
                        int count = Math.min(length, this.left);
                        this.left -= count;
                        return count;
                    }
                };
        assertThatThrownBy(() ->
                        this.network.writer.store(
                                body, request(OptionalLong.of(2L * SEGMENT), null)))
                .hasMessage("The client went away");
        this.network.awaitNoShards();
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 101, 0, 5_000_000})
    void storeWhenTheBodyHasAnotherLengthThanAnnouncedLeavesNothing(int size) {
        assertThatThrownBy(() -> store(bytes(size), OptionalLong.of(100), null))
                .isInstanceOfSatisfying(
                        WrongBodyException.class,
                        wrong ->
                                assertThat(wrong.reason())
                                        .isEqualTo(WrongBodyException.Reason.LENGTH));
        this.network.awaitNoShards();
    }

    @Test
    void storeWhenTheDigestIsAnotherLeavesNothing() {
        assertThatThrownBy(() -> store(bytes(100), OptionalLong.empty(), Hash.sha256()))
                .isInstanceOfSatisfying(
                        WrongBodyException.class,
                        wrong ->
                                assertThat(wrong.reason())
                                        .isEqualTo(WrongBodyException.Reason.DIGEST));
        this.network.awaitNoShards();
    }

    @Test
    void storeOfHeldBytesAddsAClaimAndDropsTheSecondCopy() throws IOException {
        byte[] content = bytes(50_000);
        StoredFile first = store(content);
        StoredFile second = store(content);
        assertThat(first.held()).isFalse();
        assertThat(second.held()).isTrue();
        assertThat(second.record()).isEqualTo(first.record());
        assertThat(this.network.heldShards()).isEqualTo(6);
        StoredFile third =
                this.network.writer.store(
                        InputStream.nullInputStream(),
                        request(OptionalLong.of(content.length), Hash.sha256(content)));
        assertThat(third.held()).isTrue();
        assertThat(third.record()).isEqualTo(first.record());
    }

    @Test
    void removeOfTheLastClaimDropsTheShards() throws IOException {
        StoredFile stored = store(bytes(50_000));
        String cid = stored.record().cid();
        assertThat(this.network.remover.remove(cid, "bob")).isFalse();
        assertThat(this.network.heldShards()).isEqualTo(6);
        assertThat(this.network.remover.remove(cid, "alice")).isTrue();
        this.network.awaitNoShards();
        assertThat(this.network.index.find(cid)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SPOILS_BYTES", "FORGETS", "STALLS", "GARBAGE", "NEVER_ANSWERS"})
    void readWhenHoldersFailUsesOthersAndReportsThem(Fault fault) throws IOException {
        byte[] content = bytes(3_000_000);
        FileRecord file = store(content).record();
        List<ShardRecord> shards = file.segments().getFirst().shards();
        shards.subList(0, 4).forEach(shard -> this.network.miner(shard.miner()).fault = fault);
        assertThat(read(file, 0, content.length)).isEqualTo(content);
        assertThat(this.network.fetchFailures)
                .isNotEmpty()
                .allSatisfy(failure -> {
                    assertThat(failure.cid()).isEqualTo(file.cid());
                    assertThat(this.network.miner(failure.miner()).fault).isEqualTo(fault);
                });
    }

    @Test
    void readWhenHoldersAreGoneUsesOthers() throws IOException {
        byte[] content = bytes(3_000_000);
        FileRecord file = store(content).record();
        List<ShardRecord> shards = file.segments().getFirst().shards();
        shards.subList(0, 4).forEach(shard -> this.network.miner(shard.miner()).close());
        assertThat(read(file, 0, content.length)).isEqualTo(content);
    }

    @Test
    void readThatHasBegunWaitsForMinersThatComeBack() throws IOException {
        byte[] content = bytes(3_000_000);
        FileRecord file = store(content).record();
        this.network.miners.forEach(miner -> miner.fault = Fault.STALLS);
        try (InputStream in = this.network.reader.open(file).readEagerly(0, content.length)) {
            Thread.ofVirtual().start(this::endFaultsWhenEveryShardFailed);
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(failedShards()).isEqualTo(file.segments().getFirst().shards().size());
    }

    private void endFaultsWhenEveryShardFailed() {
        int shards = this.network.miners.stream().mapToInt(miner -> miner.held().size()).sum();
        await().atMost(Duration.ofSeconds(60)).until(() -> failedShards() == shards);
        this.network.miners.forEach(miner -> miner.fault = Fault.NONE);
    }

    private long failedShards() {
        return this.network.fetchFailures.stream()
                .map(TransferListener.FetchFailure::number)
                .distinct()
                .count();
    }

    @Test
    void readWhenTooFewShardsAreLeftFailsAndNeverEndsClean() throws IOException {
        byte[] content = bytes(3_000_000);
        FileRecord file = store(content).record();
        List<ShardRecord> shards = file.segments().getFirst().shards();
        shards.subList(0, 5).forEach(shard -> this.network.miner(shard.miner()).clear());
        assertThatThrownBy(() -> read(file, 0, content.length))
                .isInstanceOf(SegmentLostException.class)
                .hasMessageContaining("2 shards are needed, 1 could be fetched");
        assertThatThrownBy(() -> this.network.reader.open(file).readEagerly(0, 1))
                .isInstanceOf(SegmentLostException.class);
    }

    @Test
    void readWhenOutsideTheFileRefuses() throws IOException {
        FileRecord file = store(bytes(10)).record();
        assertThatThrownBy(() -> this.network.reader.open(file).read(0, 11))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void storeWhenAllPlacesAreTakenIsBusy() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(2);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StoredFile>> uploads =
                    Stream.generate(() -> executor.submit(() -> storeAfter(reading, go)))
                            .limit(2)
                            .toList();
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> store(bytes(10))).isInstanceOf(UploadsBusyException.class);
            go.countDown();
            for (Future<StoredFile> upload : uploads) {
                assertThat(upload.get(30, TimeUnit.SECONDS).record().size()).isEqualTo(10);
            }
        }
        assertThat(store(bytes(20)).record().size()).isEqualTo(20);
    }

    private StoredFile storeAfter(CountDownLatch reading, CountDownLatch go) throws IOException {
        InputStream body =
                new ByteArrayInputStream(bytes(10)) {
                    @Override
                    public synchronized int read(byte[] target, int offset, int length) {
                        reading.countDown();
                        try {
                            go.await();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                        return super.read(target, offset, length);
                    }
                };
        return this.network.writer.store(body, request(OptionalLong.of(10), null));
    }

    private StoredFile store(byte[] content) throws IOException {
        return store(content, OptionalLong.empty(), null);
    }

    private StoredFile store(byte[] content, OptionalLong size, @Nullable Hash digest)
            throws IOException {
        return this.network.writer.store(new ByteArrayInputStream(content), request(size, digest));
    }

    private static StoreRequest request(OptionalLong size, @Nullable Hash digest) {
        return new StoreRequest(
                size,
                "alice",
                "cGF5bG9hZA",
                "a file.bin",
                "application/octet-stream",
                Duration.ofDays(1),
                digest);
    }

    private byte[] read(FileRecord file, long from, long to) throws IOException {
        try (InputStream in = this.network.reader.open(file).read(from, to)) {
            return in.readAllBytes();
        }
    }

    private long served() {
        return this.network.miners.stream().mapToLong(miner -> miner.servedBytes.get()).sum();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        this.random.nextBytes(bytes);
        return bytes;
    }
}
