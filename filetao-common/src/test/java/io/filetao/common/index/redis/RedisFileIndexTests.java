package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.content.ContentRoot;
import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FilePage;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardName;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.ShardStatus;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link RedisFileIndex} on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class RedisFileIndexTests {

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    private final FileRecords samples = FileRecords.seeded(21);
    private final List<Ss58Address> miners = this.samples.miners(8);

    private RedisFileIndex index;
    private Keyspace keys;
    private StringRedisTemplate redis;

    @BeforeEach
    void setUp(RedisServer server) {
        this.keys = new Keyspace(server.prefix());
        this.redis = server.template();
        this.index = new RedisFileIndex(new RedisCalls(this.redis), this.keys);
    }

    @Test
    void findAfterRecordReturnsWhatWasRecorded() {
        FileRecord file = file();
        assertThat(this.index.record(file, claim(ALICE))).isEqualTo(file);
        assertThat(this.index.find(file.cid())).contains(file);
        assertThat(this.index.findClaim(file.cid(), ALICE)).contains(claim(ALICE));
    }

    @Test
    void findSegmentGivesOneSegmentWithWhatFailed() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        SegmentRecord first = file.segments().getFirst();
        assertThat(this.index.findSegment(file.cid(), 0)).contains(first);
        assertThat(this.index.findSegment(file.cid(), file.segments().size())).isEmpty();
        ShardRecord shard = first.shards().get(1);
        ShardRecord failed =
                new ShardRecord(
                        shard.number(),
                        shard.rid(),
                        shard.miner(),
                        shard.gen(),
                        shard.length(),
                        shard.root(),
                        shard.head(),
                        shard.counter(),
                        shard.lastProof(),
                        "It failed a challenge");
        assertThat(this.index.replaceShard(file.cid(), 0, shard, failed)).isTrue();
        assertThat(this.index.findSegment(file.cid(), 0).orElseThrow().shards().get(1))
                .isEqualTo(failed);
    }

    @Test
    void heldPagesGiveEveryShardOfAMinerWhileTheyAreTakenAway() {
        Ss58Address miner = this.miners.getFirst();
        List<Ss58Address> alone = List.of(miner);
        List<FileRecord> files =
                IntStream.range(0, 30).mapToObj(_ -> this.samples.file(1, 3, 10, alone)).toList();
        files.forEach(file -> this.index.record(file, claim(ALICE)));
        assertThat(this.index.holders()).contains(miner);
        Set<String> seen = new HashSet<>();
        int page = HeldPage.FIRST;
        while (page != HeldPage.END) {
            HeldPage held = this.index.held(miner, page);
            assertThat(held.shards()).hasSizeLessThan(400);
            held.shards().forEach(shard -> seen.add(shard.rid()));
            page = held.next();
            // Every file that was seen goes, so that buckets are given up while they are read.
            held.shards().forEach(shard -> this.index.endClaim(shard.cid(), ALICE));
        }
        assertThat(this.index.heldShards(miner)).isZero();
        assertThat(seen).isNotEmpty();
        assertThat(this.index.holders()).contains(miner);
    }

    @Test
    void findWhenNothingIsRecordedIsEmpty() {
        assertThat(this.index.find(file().cid())).isEmpty();
        assertThat(this.index.findClaim(file().cid(), ALICE)).isEmpty();
        assertThat(this.index.claims(file().cid())).isEmpty();
    }

    @Test
    void findKeepsAnEmptyFileAndMoreThanTenSegmentsInOrder() {
        FileRecord empty = this.samples.file(0, 1, 3, this.miners);
        this.index.record(empty, claim(ALICE));
        assertThat(this.index.find(empty.cid())).contains(empty);
        FileRecord large = this.samples.file(12, 2, 6, this.miners);
        this.index.record(large, claim(ALICE));
        assertThat(this.index.find(large.cid())).contains(large);
    }

    @Test
    void findAfterRecordGivesTheNodesOfTheContentTreeBack() {
        FileRecord file = file();
        FileRecord stored =
                new FileRecord(
                        file.cid(),
                        file.fileId(),
                        file.size(),
                        new ContentRoot(
                                file.contentRoot().hash(),
                                List.of(Hash.sha256(), file.contentRoot().hash())),
                        file.createdAt(),
                        file.segments());
        this.index.record(stored, claim(ALICE));
        assertThat(this.index.find(file.cid())).contains(stored);
    }

    @Test
    void recordWhenTheCidStandsKeepsTheOldRecordAndAddsTheClaim() {
        FileRecord first = file();
        FileRecord second =
                new FileRecord(
                        first.cid(),
                        this.samples.id(),
                        first.size(),
                        first.contentRoot(),
                        first.createdAt(),
                        file().segments());
        this.index.record(first, claim(ALICE));
        assertThat(this.index.record(second, claim(BOB))).isEqualTo(first);
        assertThat(this.index.claims(first.cid()))
                .containsExactlyInAnyOrder(claim(ALICE), claim(BOB));
        assertThat(statusOf(second)).isEqualTo(ShardStatus.UNKNOWN);
        assertThat(held()).isEqualTo(6);
    }

    @Test
    void recordTwiceByTheSameUploadChangesNothing() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        assertThat(this.index.record(file, claim(ALICE))).isEqualTo(file);
        assertThat(held()).isEqualTo(6);
        assertThat(statusOf(file)).isEqualTo(ShardStatus.COMMITTED);
    }

    @Test
    void recordByManyAtOnceKeepsOneRecord() throws Exception {
        FileRecord file = file();
        List<Callable<FileRecord>> writers =
                IntStream.range(0, 20)
                        .<Callable<FileRecord>>mapToObj(i -> {
                            FileRecord own =
                                    new FileRecord(
                                            file.cid(),
                                            this.samples.id(),
                                            file.size(),
                                            file.contentRoot(),
                                            file.createdAt(),
                                            file().segments());
                            return () -> this.index.record(own, claim("account" + i));
                        })
                        .toList();
        Set<FileRecord> answers = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<FileRecord> answer : threads.invokeAll(writers)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(this.index.claims(file.cid())).hasSize(20);
        assertThat(held()).isEqualTo(6);
        assertThat(outboxIsEmpty()).isTrue();
    }

    @Test
    void claimWhenFileIsUnknownIsRefused() {
        assertThat(this.index.claim(file().cid(), claim(ALICE))).isFalse();
        assertThat(this.index.list(ALICE, null, 10).items()).isEmpty();
    }

    @Test
    void claimWithoutPayloadAndNameComesBackAsItWas() {
        FileRecord file = file();
        Claim bare =
                new Claim(
                        "open",
                        null,
                        null,
                        "application/octet-stream",
                        FileRecords.NOW,
                        FileRecords.NOW.plusSeconds(60));
        this.index.record(file, bare);
        assertThat(this.index.findClaim(file.cid(), "open")).contains(bare);
    }

    @Test
    void endClaimEndsTheFileWithTheLastOne() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        this.index.claim(file.cid(), claim(BOB));

        FileIndex.Ended first = this.index.endClaim(file.cid(), ALICE);
        assertThat(first.claimEnded()).isTrue();
        assertThat(first.removed()).isEmpty();
        assertThat(this.index.find(file.cid())).isPresent();

        FileIndex.Ended last = this.index.endClaim(file.cid(), BOB);
        assertThat(last.removed()).contains(file);
        assertThat(this.index.find(file.cid())).isEmpty();
        assertThat(held()).isZero();
        assertThat(this.index.usedBytes(this.miners.getFirst())).isZero();
        assertThat(statusOf(file)).isEqualTo(ShardStatus.UNKNOWN);
        assertThat(this.index.endClaim(file.cid(), BOB).claimEnded()).isFalse();
        assertThat(outboxIsEmpty()).isTrue();
    }

    @Test
    void endClaimLeavesNoKeyBehind() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        this.index.endClaim(file.cid(), ALICE);
        assertThat(this.redis.hasKey(this.keys.file(file.cid()))).isFalse();
        assertThat(this.redis.hasKey(this.keys.payload(file.cid()))).isFalse();
        assertThat(this.redis.hasKey(this.keys.account(ALICE))).isFalse();
        assertThat(this.redis.hasKey(this.keys.expiry(file.cid()))).isFalse();
        assertThat(this.redis.hasKey(this.keys.fileIds(file.fileId()))).isFalse();
    }

    @Test
    void endExpiredClaimWhenRenewedLeavesIt() {
        FileRecord file = file();
        Claim claim = claim(ALICE);
        this.index.record(file, claim);
        assertThat(this.index.endExpiredClaim(file.cid(), ALICE, claim.expiresAt()).claimEnded())
                .isFalse();
        assertThat(
                        this.index
                                .endExpiredClaim(
                                        file.cid(), ALICE, claim.expiresAt().plusSeconds(1))
                                .removed())
                .contains(file);
    }

    @Test
    void expiredListsClaimsThatEndBeforeTheTime() {
        FileRecord file = file();
        Claim claim = claim(ALICE);
        this.index.record(file, claim);
        assertThat(this.index.expired(claim.expiresAt(), 10)).isEmpty();
        assertThat(this.index.expired(claim.expiresAt().plusSeconds(1), 10))
                .containsExactly(new FileIndex.ExpiredClaim(file.cid(), ALICE));
        Claim renewed =
                new Claim(
                        ALICE,
                        claim.payload(),
                        claim.name(),
                        claim.contentType(),
                        claim.createdAt(),
                        claim.expiresAt().plus(Duration.ofDays(1)));
        assertThat(this.index.claim(file.cid(), renewed)).isTrue();
        assertThat(this.index.expired(claim.expiresAt().plusSeconds(1), 10)).isEmpty();
    }

    @Test
    void listGivesEveryFileOnceNewestFirst() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            FileRecord file = this.samples.file(0, 1, 3, this.miners);
            // Five of each millisecond, so that pages end between equals.
            Instant created = FileRecords.NOW.plusMillis(i / 5);
            this.index.record(
                    file,
                    new Claim(ALICE, null, "f" + i, "text/plain", created, created.plusSeconds(9)));
            newestFirst.add(file.cid());
        }
        List<FilePage.Entry> listed = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            FilePage page = this.index.list(ALICE, cursor, 3);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            listed.addAll(page.items());
            cursor = page.next();
            pages++;
        } while (cursor != null);
        assertThat(pages).isEqualTo(9);
        assertThat(listed)
                .extracting(FilePage.Entry::cid)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(newestFirst);
        assertThat(listed)
                .extracting(entry -> entry.claim().createdAt())
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    void listWhenTheLastFileOfAPageIsDeletedGoesOn() {
        List<FileRecord> files =
                IntStream.range(0, 4)
                        .mapToObj(_ -> this.samples.file(0, 1, 3, this.miners))
                        .toList();
        files.forEach(file -> this.index.record(file, claim(ALICE)));
        FilePage first = this.index.list(ALICE, null, 2);
        this.index.endClaim(first.items().getLast().cid(), ALICE);
        FilePage second = this.index.list(ALICE, first.next(), 2);
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isNull();
    }

    @Test
    void listWhenCursorIsForeignSaysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> this.index.list(ALICE, "../../etc", 10))
                .withMessageContaining("cursor");
    }

    @Test
    void replaceShardWhenExpectedStandsReplacesIt() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        ShardRecord old = file.segments().getFirst().shards().get(2);
        ShardRecord challenged =
                new ShardRecord(
                        old.number(),
                        old.rid(),
                        old.miner(),
                        old.gen(),
                        old.length(),
                        old.root(),
                        this.samples.hash(),
                        old.counter() + 1,
                        old.lastProof().plusSeconds(60),
                        null);
        assertThat(this.index.replaceShard(file.cid(), 0, old, challenged)).isTrue();
        assertThat(shard(file, 2)).isEqualTo(challenged);
        assertThat(this.index.replaceShard(file.cid(), 0, old, challenged))
                .as("the same call again, as after a lost answer")
                .isTrue();
        ShardRecord late =
                new ShardRecord(
                        old.number(),
                        old.rid(),
                        old.miner(),
                        old.gen(),
                        old.length(),
                        old.root(),
                        this.samples.hash(),
                        old.counter() + 1,
                        old.lastProof(),
                        null);
        assertThat(this.index.replaceShard(file.cid(), 0, old, late)).isFalse();
        assertThat(shard(file, 2)).isEqualTo(challenged);
    }

    @Test
    void replaceShardKeepsWhyItFailedUntilItPasses() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        ShardRecord good = file.segments().getFirst().shards().get(1);
        ShardRecord failed = withFailure(good, "answered with a wrong opening");
        assertThat(this.index.replaceShard(file.cid(), 0, good, failed)).isTrue();
        assertThat(shard(file, 1)).isEqualTo(failed);
        assertThat(this.index.replaceShard(file.cid(), 0, failed, good)).isTrue();
        assertThat(shard(file, 1)).isEqualTo(good);
        assertThat(this.redis.opsForHash().keys(this.keys.file(file.cid())))
                .containsExactlyInAnyOrder("m", "s0");
    }

    @Test
    void replaceShardOfAFailedOneTakesAnotherReason() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        ShardRecord good = file.segments().getFirst().shards().get(1);
        ShardRecord silent = withFailure(good, "The miner did not answer");
        ShardRecord leaving = withFailure(good, ShardRecord.LEAVING);
        assertThat(this.index.replaceShard(file.cid(), 0, good, silent)).isTrue();
        assertThat(this.index.replaceShard(file.cid(), 0, silent, leaving)).isTrue();
        assertThat(shard(file, 1)).isEqualTo(leaving);
    }

    @Test
    void replaceShardOnAnotherMinerMovesWhatIsHeld() {
        FileRecord file = file();
        this.index.record(file, claim(ALICE));
        ShardRecord old = file.segments().getFirst().shards().get(0);
        Ss58Address newMiner = this.miners.get(7);
        ShardRecord moved = this.samples.shard(0, old.length(), newMiner);
        assertThat(this.index.replaceShard(file.cid(), 0, old, moved)).isTrue();
        assertThat(this.index.heldShards(old.miner())).isZero();
        assertThat(this.index.heldShards(newMiner)).isEqualTo(1);
        assertThat(this.index.usedBytes(newMiner)).isEqualTo(old.length());
        assertThat(this.index.randomShard(newMiner, new Random(1)))
                .contains(new HeldShard(moved.rid(), file.cid(), 0, 0));
        assertThat(status(file.fileId(), old.rid())).isEqualTo(ShardStatus.UNKNOWN);
        assertThat(status(file.fileId(), moved.rid())).isEqualTo(ShardStatus.COMMITTED);
    }

    @Test
    void addShardFillsAGapInOrder() {
        FileRecord full = file();
        SegmentRecord segment = full.segments().getFirst();
        List<ShardRecord> some =
                segment.shards().stream().filter(shard -> shard.number() % 2 == 1).toList();
        FileRecord partial =
                new FileRecord(
                        full.cid(),
                        full.fileId(),
                        full.size(),
                        full.contentRoot(),
                        full.createdAt(),
                        List.of(new SegmentRecord(segment.size(), segment.k(), segment.n(), some)));
        this.index.record(partial, claim(ALICE));
        for (int number : new int[] {4, 0, 2}) {
            assertThat(this.index.addShard(full.cid(), 0, segment.shards().get(number))).isTrue();
        }
        assertThat(this.index.find(full.cid())).contains(full);
        assertThat(held()).isEqualTo(6);
        assertThat(this.index.addShard(full.cid(), 0, this.samples.shard(2, 1, this.miners.get(7))))
                .isFalse();
        assertThat(this.index.addShard(full.cid(), 1, segment.shards().get(0))).isFalse();
    }

    @Test
    void statusesKnowUploadsThatGoOn() {
        FileRecord file = file();
        assertThat(statusOf(file)).isEqualTo(ShardStatus.UNKNOWN);
        this.index.beginUpload(file.fileId(), Duration.ofMinutes(1));
        assertThat(statusOf(file)).isEqualTo(ShardStatus.PENDING);
        this.index.record(file, claim(ALICE));
        assertThat(statusOf(file)).isEqualTo(ShardStatus.COMMITTED);
        assertThat(status(file.fileId(), this.samples.id()))
                .as("a rid of an attempt that was not recorded")
                .isEqualTo(ShardStatus.UNKNOWN);
        String givenUp = this.samples.id();
        this.index.beginUpload(givenUp, Duration.ofMinutes(1));
        this.index.endUpload(givenUp);
        assertThat(status(givenUp, this.samples.id())).isEqualTo(ShardStatus.UNKNOWN);
    }

    @Test
    void statusesAnswerInTheOrderAsked() {
        FileRecord one = file();
        FileRecord other = file();
        this.index.record(one, claim(ALICE));
        this.index.record(other, claim(ALICE));
        List<ShardName> asked =
                List.of(
                        name(one, 0),
                        name(other, 0),
                        new ShardName(this.samples.id(), this.samples.id()),
                        name(one, 3),
                        new ShardName(one.fileId(), this.samples.id()));
        assertThat(this.index.statuses(asked))
                .containsExactly(
                        ShardStatus.COMMITTED,
                        ShardStatus.COMMITTED,
                        ShardStatus.UNKNOWN,
                        ShardStatus.COMMITTED,
                        ShardStatus.UNKNOWN);
        assertThat(this.index.statuses(List.of())).isEmpty();
    }

    private FileRecord file() {
        return this.samples.file(1, 2, 6, this.miners);
    }

    private Claim claim(String account) {
        return this.samples.claim(account);
    }

    private ShardStatus statusOf(FileRecord file) {
        return status(file.fileId(), file.segments().getFirst().shards().getFirst().rid());
    }

    private ShardStatus status(String fileId, String rid) {
        return this.index.statuses(List.of(new ShardName(fileId, rid))).getFirst();
    }

    private static ShardName name(FileRecord file, int shard) {
        return new ShardName(file.fileId(), file.segments().getFirst().shards().get(shard).rid());
    }

    private ShardRecord shard(FileRecord file, int number) {
        return this.index.find(file.cid()).orElseThrow().segments().getFirst().shards().get(number);
    }

    private static ShardRecord withFailure(ShardRecord shard, String failure) {
        return new ShardRecord(
                shard.number(),
                shard.rid(),
                shard.miner(),
                shard.gen(),
                shard.length(),
                shard.root(),
                shard.head(),
                shard.counter(),
                shard.lastProof(),
                failure);
    }

    private long held() {
        return this.miners.stream().mapToLong(this.index::heldShards).sum();
    }

    private boolean outboxIsEmpty() {
        return this.keys.allOutboxes().stream().noneMatch(list -> this.redis.hasKey(list));
    }
}
