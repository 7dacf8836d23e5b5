package io.filetao.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.cli.FiletaoCommand;
import io.filetao.common.access.AccessTokens;
import io.filetao.common.access.Scope;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisCluster;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FilePage;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardName;
import io.filetao.common.index.ShardStatus;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.SchemaMismatchException;
import io.filetao.common.redis.SchemaVersion;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.repair.RepairQueue;
import io.filetao.common.repair.RepairTask;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** An index goes into a file and comes back as it was, out of and into real servers. */
@ExtendWith(RedisServerExtension.class)
@Timeout(180)
class BackupTests {

    private static final int FILES = 60;
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    private final FileRecords samples = FileRecords.seeded(8);
    private final List<Ss58Address> miners = this.samples.miners(9);
    private final List<FileRecord> files = new ArrayList<>();

    @TempDir private Path directory;
    private Path file;
    private RedisServer server;
    private RedisCalls redis;
    private String token;

    @BeforeEach
    void fill(RedisServer given) {
        this.file = this.directory.resolve("index.backup");
        this.server = given;
        this.redis = new RedisCalls(given.template());
        Keyspace keys = new Keyspace(given.prefix());
        new SchemaVersion(this.redis, keys).check();
        RedisFileIndex index = new RedisFileIndex(this.redis, keys);
        for (int i = 0; i < FILES; i++) {
            FileRecord record = this.samples.file(2, 2, 6, this.miners);
            index.record(record, this.samples.claim(ALICE));
            if (i % 3 == 0) {
                index.claim(record.cid(), this.samples.claim(BOB));
            }
            this.files.add(record);
        }
        for (Ss58Address miner : this.miners) {
            new RedisScoreBook(this.redis, keys).replace(miner, null, standing());
        }
        new RedisScoreBook(this.redis, keys).beginWindow(1440);
        RepairQueue queue = new RepairQueue(this.redis, keys, InstantSource.system());
        queue.enqueue(new RepairTask.Segment(this.files.get(1).cid(), 0), 2, Duration.ZERO, "it");
        queue.enqueue(new RepairTask.Gone(this.miners.get(1)), 1, Duration.ofHours(1), "gone");
        this.token =
                new AccessTokens(this.redis, keys, InstantSource.system())
                        .issue(
                                this.miners.getFirst(),
                                new Ss58Address(ALICE),
                                EnumSet.allOf(Scope.class),
                                "of a test",
                                Duration.ofDays(1))
                        .text();
        index.beginUpload(this.samples.id(), Duration.ofMinutes(1));
    }

    @Test
    void restoreBringsBackAllThatThereWasUnderAnotherPrefix() throws Exception {
        Backup.Report written = backup();
        assertThat(written.files()).isEqualTo(FILES);
        assertThat(Files.getPosixFilePermissions(this.file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Restore.Report restored = restore("again:");

        assertThat(restored.rows()).isEqualTo(written.rows());
        assertThat(restored.sha256()).isEqualTo(written.sha256());
        assertSame(this.redis, new Keyspace(this.server.prefix() + "again:"));
    }

    @Test
    void restoreIntoAClusterAndBackGivesTheSame() throws Exception {
        backup();
        try (RedisCluster cluster = RedisCluster.start(this.directory.resolve("cluster"), 3, 0)) {
            LettuceConnectionFactory connections = cluster.connections();
            connections.afterPropertiesSet();
            connections.start();
            try {
                RedisCalls calls = new RedisCalls(new StringRedisTemplate(connections));
                new Restore(calls, "filetao:").run(this.file, true, rows -> {});
                assertThat(cluster.keys()).allMatch(keys -> keys > 0);
                assertSame(calls, new Keyspace("filetao:"));
                Path second = this.directory.resolve("second.backup");
                assertThat(new Backup(calls, "filetao:").write(second, rows -> {}).files())
                        .isEqualTo(FILES);
                new Restore(this.redis, this.server.prefix() + "back:")
                        .run(second, true, rows -> {});
                assertSame(this.redis, new Keyspace(this.server.prefix() + "back:"));
            } finally {
                connections.destroy();
            }
        }
    }

    @Test
    void restoreThatWasInterruptedKeepsProgramsAwayAndGoesOn() throws Exception {
        backup();
        Restore restore = new Restore(this.redis, this.server.prefix() + "again:");
        assertThatThrownBy(() ->
                        restore.run(
                                this.file,
                                true,
                                rows -> {
                                    throw new IllegalStateException("the power fails");
                                }))
                .hasMessage("the power fails");
        Keyspace keys = new Keyspace(this.server.prefix() + "again:");
        assertThatThrownBy(() -> new SchemaVersion(this.redis, keys).check())
                .isInstanceOf(SchemaMismatchException.class);

        Restore.Report rest = restore("again:");

        assertThat(rest.before()).isPositive();
        assertThat(rest.files()).isLessThan(FILES);
        new SchemaVersion(this.redis, keys).check();
        assertSame(this.redis, keys);
    }

    @Test
    void restoreWithoutFilesBringsScoresAndTokensOnly() throws Exception {
        backup();
        new Restore(this.redis, this.server.prefix() + "again:").run(this.file, false, rows -> {});
        Keyspace keys = new Keyspace(this.server.prefix() + "again:");
        assertThat(new RedisFileIndex(this.redis, keys).find(this.files.getFirst().cid()))
                .isEmpty();
        assertThat(new RedisFileIndex(this.redis, keys).holders()).isEmpty();
        assertScoresAndTokens(this.redis, keys);
    }

    @Test
    void restoreWhereAnythingIsIsRefused() throws Exception {
        backup();
        assertThatThrownBy(() -> restore(""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a backup goes where nothing is");
    }

    @Test
    void restoreOfADamagedOrCutFileWritesNothing() throws Exception {
        backup();
        byte[] whole = Files.readAllBytes(this.file);
        for (int at : new int[] {20, 30, 1000, whole.length / 2, whole.length - 1}) {
            try (RandomAccessFile bytes = new RandomAccessFile(this.file.toFile(), "rw")) {
                bytes.seek(at);
                bytes.write(whole[at] ^ 1);
            }
            assertRefused();
            Files.write(this.file, whole);
        }
        Files.write(this.file, Arrays.copyOf(whole, whole.length - 33));
        assertRefused();
        Files.writeString(this.file, "something else");
        assertRefused();
        assertThat(this.server.template().hasKey(this.server.prefix() + "x:schema")).isFalse();
    }

    @Test
    void backupWhileFilesComeAndGoHoldsNoFileWithoutItsClaims() throws Exception {
        RedisFileIndex index = new RedisFileIndex(this.redis, new Keyspace(this.server.prefix()));
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch going = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> changes =
                    threads.submit(() -> {
                        FileRecords more = FileRecords.seeded(9);
                        while (!over.get()) {
                            FileRecord come = more.file(1, 1, 3, this.miners);
                            index.record(come, more.claim(BOB));
                            index.endClaim(come.cid(), BOB);
                            going.countDown();
                        }
                    });
            going.await();
            backup();
            over.set(true);
            changes.get();
        }
        try (BackupReader reader = BackupReader.open(this.file)) {
            for (List<Row> group = reader.next(); group != null; group = reader.next()) {
                if (KeptRows.isFile(group.getFirst().name())) {
                    assertThat(group).as(group.getFirst().name()).hasSize(2);
                }
            }
        }
    }

    @Test
    void commandsWriteAndPutBack() {
        StringWriter out = new StringWriter();
        assertThat(run(out, "backup", this.file.toString(), this.server.prefix())).isZero();
        assertThat(out.toString()).contains("60 files and ", "sha256 ");
        assertThat(run(out, "backup", this.file.toString(), this.server.prefix())).isEqualTo(1);
        String elsewhere = this.server.prefix() + "command:";
        assertThat(run(out, "restore", this.file.toString(), elsewhere)).isZero();
        assertThat(out.toString()).contains("were put back into", "Start the validator");
        assertSame(this.redis, new Keyspace(elsewhere));
    }

    /** What a validator of one machine has: a server that runs only while the validator does. */
    @Test
    void commandsWithTheValidatorsOwnRedisStartItWhileItIsStopped() throws IOException {
        backup();
        String home = System.getProperty("user.home");
        System.setProperty("user.home", this.directory.toString());
        try {
            Path second = this.directory.resolve("second.backup");
            assertThat(own("backup", second)).isOne();
            assertThat(this.directory.resolve(".filetao")).doesNotExist();
            assertThat(own("restore", this.file)).isZero();
            Path own = this.directory.resolve(".filetao/validator/redis");
            assertThat(EmbeddedRedis.running(own)).isEmpty();
            assertThat(own("backup", second)).isZero();
            try (EmbeddedRedis running = EmbeddedRedis.start(own)) {
                Path third = this.directory.resolve("third.backup");
                assertThat(own("backup", third)).isZero();
                assertThat(EmbeddedRedis.running(own)).contains(running.springProperties());
            }
            new Restore(this.redis, this.server.prefix() + "own:").run(second, true, rows -> {});
            assertSame(this.redis, new Keyspace(this.server.prefix() + "own:"));
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private static int own(String command, Path file) {
        return FiletaoCommand.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("admin", command, file.toString(), "--database.own");
    }

    private int run(StringWriter out, String command, String file, String prefix) {
        List<String> line = new ArrayList<>(List.of("admin", command, file));
        line.addAll(this.server.options());
        line.add("--database.prefix=" + prefix);
        return FiletaoCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(line.toArray(String[]::new));
    }

    private void assertRefused() {
        assertThatThrownBy(() -> restore("x:")).isInstanceOf(IOException.class);
    }

    private Backup.Report backup() throws IOException {
        return new Backup(this.redis, this.server.prefix()).write(this.file, rows -> {});
    }

    private Restore.Report restore(String prefix) throws IOException {
        return new Restore(this.redis, this.server.prefix() + prefix)
                .run(this.file, true, rows -> {});
    }

    /** Everything is found under another prefix as it was recorded. */
    private void assertSame(RedisCalls calls, Keyspace keys) {
        RedisFileIndex before = new RedisFileIndex(this.redis, new Keyspace(this.server.prefix()));
        RedisFileIndex after = new RedisFileIndex(calls, keys);
        List<ShardName> names = new ArrayList<>();
        for (FileRecord record : this.files) {
            assertThat(after.find(record.cid())).contains(record);
            assertThat(after.claims(record.cid()))
                    .containsExactlyInAnyOrderElementsOf(before.claims(record.cid()));
            names.add(
                    new ShardName(
                            record.fileId(),
                            record.segments().getFirst().shards().getFirst().rid()));
        }
        assertThat(after.statuses(names)).containsOnly(ShardStatus.COMMITTED);
        assertThat(after.holders()).isEqualTo(before.holders());
        for (Ss58Address miner : this.miners) {
            assertThat(after.heldShards(miner)).isEqualTo(before.heldShards(miner)).isPositive();
            assertThat(after.usedBytes(miner)).isEqualTo(before.usedBytes(miner));
        }
        for (String account : List.of(ALICE, BOB)) {
            assertThat(pages(after, account)).isEqualTo(pages(before, account)).isNotEmpty();
        }
        assertThat(after.expired(FileRecords.NOW.plus(Duration.ofDays(3650)), 10_000))
                .hasSize(FILES + FILES / 3);
        RepairQueue queue = new RepairQueue(calls, keys, InstantSource.system());
        assertThat(queue.sizes()).isEqualTo(new RepairQueue.Sizes(1, 1, 0));
        assertScoresAndTokens(calls, keys);
    }

    private void assertScoresAndTokens(RedisCalls calls, Keyspace keys) {
        RedisScoreBook book = new RedisScoreBook(calls, keys);
        assertThat(book.findAll(this.miners))
                .hasSize(this.miners.size())
                .allSatisfy(
                        (miner, found) -> assertThat(found).isEqualTo(standing().withVersion(1)));
        assertThat(book.window()).hasValue(1440);
        assertThat(new AccessTokens(calls, keys, InstantSource.system()).find(this.token))
                .isPresent();
    }

    private static List<FilePage.Entry> pages(RedisFileIndex index, String account) {
        return index.list(account, null, 1000).items();
    }

    private static Standing standing() {
        return Standing.fresh(7, "Bronze", 1440).withMisses(2, FileRecords.NOW);
    }
}
