package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.proof.FileId;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Keypair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link RedisUploadIndex} on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class RedisUploadIndexTests {

    private static final Instant END = Instant.ofEpochMilli(1_900_000_000_000L);

    private UploadIndex index;

    @BeforeEach
    void setUp(RedisServer server) {
        this.index =
                new RedisUploadIndex(
                        new RedisCalls(server.template()), new Keyspace(server.prefix()));
    }

    @Test
    void findAfterBeginIsWhatBegan() {
        PendingUpload plain = upload(OptionalLong.of(300), null);
        PendingUpload full = upload(OptionalLong.empty(), "a name");
        this.index.begin(plain);
        this.index.begin(full);

        assertSame(this.index.find(plain.id()).orElseThrow(), plain);
        assertSame(this.index.find(full.id()).orElseThrow(), full);
        assertThat(this.index.find(FileId.random().hex())).isEmpty();
    }

    @Test
    void advanceEntersSegmentsOnceAndOnlyWhereTheUploadStands() {
        PendingUpload begun = upload(OptionalLong.of(300), null);
        this.index.begin(begun);
        PendingUpload one = advanced(begun, 1, 100);
        PendingUpload three = advanced(one, 2, 100);

        assertThat(this.index.advance(begun, one)).isTrue();
        assertThat(this.index.advance(begun, one)).as("the same once more").isTrue();
        assertThat(this.index.advance(begun, advanced(begun, 1, 100)))
                .as("others of the same length")
                .isFalse();
        assertThat(this.index.advance(one, three)).isTrue();
        assertSame(this.index.find(begun.id()).orElseThrow(), three);
    }

    @Test
    void advanceByManyAtOnceIsGrantedOnce() throws Exception {
        PendingUpload begun = upload(OptionalLong.of(300), null);
        this.index.begin(begun);
        List<Callable<Boolean>> writers =
                IntStream.range(0, 20)
                        .<Callable<Boolean>>mapToObj(
                                _ -> () -> this.index.advance(begun, advanced(begun, 1, 100)))
                        .toList();
        int granted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : threads.invokeAll(writers)) {
                granted += answer.get() ? 1 : 0;
            }
        }

        assertThat(granted).isEqualTo(1);
    }

    @Test
    void settleLengthHoldsTheFirst() {
        PendingUpload begun = upload(OptionalLong.empty(), null);
        this.index.begin(begun);

        assertThat(this.index.settleLength(begun.id(), 7)).isTrue();
        assertThat(this.index.settleLength(begun.id(), 7)).isTrue();
        assertThat(this.index.settleLength(begun.id(), 8)).isFalse();
        assertThat(this.index.find(begun.id()).orElseThrow().length()).hasValue(7);
    }

    @Test
    void expiredListsWhatIsNeitherFinishedNorRemovedNorProlonged() {
        PendingUpload left = upload(OptionalLong.of(300), null);
        PendingUpload finished = upload(OptionalLong.of(300), null);
        PendingUpload removed = upload(OptionalLong.of(300), null);
        PendingUpload prolonged = upload(OptionalLong.of(300), null);
        List.of(left, finished, removed, prolonged).forEach(this.index::begin);
        this.index.finish(finished.id(), "bafkrei", Instant.now().plusSeconds(60));
        this.index.remove(removed.id());
        this.index.advance(prolonged, advanced(prolonged, 1, 100));

        assertThat(this.index.expired(END.plusMillis(1), 10)).containsExactly(left.id());
        assertThat(this.index.expired(END, 10)).isEmpty();
        assertThat(this.index.find(removed.id())).isEmpty();
        assertThat(this.index.find(finished.id()).orElseThrow().cid()).isEqualTo("bafkrei");
        assertThat(this.index.advance(removed, advanced(removed, 1, 100))).isFalse();
    }

    private static void assertSame(PendingUpload found, PendingUpload expected) {
        assertThat(found)
                .usingRecursiveComparison()
                .withEqualsForType(Hash::equals, Hash.class)
                .isEqualTo(expected);
    }

    private static PendingUpload upload(OptionalLong length, @Nullable String name) {
        return new PendingUpload(
                FileId.random().hex(),
                FileId.random().hex(),
                new PendingUpload.Terms(
                        "open",
                        name == null ? null : "cGF5bG9hZA",
                        name,
                        "text/plain",
                        Duration.ofSeconds(77),
                        name == null ? null : "filename YQ==",
                        name == null ? null : Hash.sha256(new byte[] {1})),
                length,
                0,
                new byte[] {1, 2, 3},
                List.of(),
                END,
                null);
    }

    private static PendingUpload advanced(PendingUpload upload, int count, long size) {
        List<SegmentRecord> segments = new ArrayList<>(upload.segments());
        for (int i = 0; i < count; i++) {
            segments.add(new SegmentRecord(size, 1, 2, List.of(shard(0), shard(1))));
        }
        return new PendingUpload(
                upload.id(),
                upload.fileId(),
                upload.terms(),
                upload.length(),
                upload.offset() + count * size,
                new byte[] {4, (byte) segments.size()},
                segments,
                upload.expiresAt().plusSeconds(1),
                null);
    }

    private static ShardRecord shard(int number) {
        return new ShardRecord(
                number,
                FileId.random().hex(),
                Keypair.ofUri("//Alice").address(),
                1,
                100,
                Hash.sha256(new byte[] {(byte) number}),
                Hash.sha256(),
                1,
                Instant.ofEpochSecond(1_700_000_000),
                null);
    }
}
