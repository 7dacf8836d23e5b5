package io.filetao.cli.backup;

import io.filetao.cli.connection.RowNames;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.SchemaVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup back into a Redis or a cluster that is empty under the prefix. The file is read from end to end before anything is
 * written, each row is read back and compared, and what is derived from files is computed again. While it goes on, and after it was
 * interrupted, the stored schema keeps every program from starting; another run with the same file goes on where it stopped.
 */
public final class Restore {

    private static final int GROUPS = 256;
    private static final long BATCH_BYTES = 8L << 20;
    private static final String SCHEMA = new Keyspace("").schema();

    private final RedisCalls redis;
    private final Keyspace keys;
    private final RowStore rows;
    private final RedisFileIndex index;

    /**
     * @param prefix of the keys, which may be another one than they had
     */
    public Restore(RedisCalls redis, String prefix) {
        this.redis = redis;
        this.keys = new Keyspace(prefix);
        this.rows = new RowStore(redis, prefix);
        this.index = new RedisFileIndex(redis, this.keys);
    }

    /**
     * What was written.
     *
     * @param files records of files
     * @param rows all rows, those of files too
     * @param before groups of rows that an earlier run had put back
     */
    public record Report(long files, long rows, long before, String sha256) {}

    /**
     * Puts it back.
     *
     * @param withFiles whether to put back files with their claims; without them the rest prepares a rebuilding of the index out of miners
     * @param progress hears how many rows were written
     * @throws IOException with a sentence that says what to do
     */
    public Report run(Path file, boolean withFiles, LongConsumer progress) throws IOException {
        BackupReader.Summary whole = BackupReader.check(file);
        if (whole.schema() != Keyspace.SCHEMA) {
            throw new IOException(
                    "%s holds schema %d and this program writes schema %d; restore it with the release that wrote it"
                            .formatted(file, whole.schema(), Keyspace.SCHEMA));
        }
        String mark =
                SchemaVersion.RESTORING + whole.sha256() + (withFiles ? "" : " without-files");
        long before = begin(mark);
        long files = 0;
        long rows = 0;
        long done = before;
        try (BackupReader reader = BackupReader.open(file)) {
            skip(reader, before);
            for (Batch batch = next(reader, withFiles);
                    batch.read() > 0;
                    batch = next(reader, withFiles)) {
                put(batch.groups());
                done += batch.read();
                mark(mark + " " + done);
                rows += batch.groups().stream().mapToLong(List::size).sum();
                files += batch.groups().stream().filter(Restore::isFile).count();
                progress.accept(rows);
            }
        }
        mark(Integer.toString(Keyspace.SCHEMA));
        return new Report(files, rows, before, whole.sha256());
    }

    /** Answers how many groups an earlier run has put back. */
    private long begin(String mark) throws IOException {
        String schema = schema();
        if (schema != null && schema.startsWith(mark + " ")) {
            return Long.parseLong(schema.substring(mark.length() + 1));
        }
        if (schema != null && schema.startsWith(SchemaVersion.RESTORING)) {
            throw new IOException(
                    "Another backup was being put back here; go on with that one, or choose an"
                            + " empty database");
        }
        if (holdsAnything()) {
            throw new IOException(
                    "There are rows under %s already, and a backup goes where nothing is; choose an empty database or another prefix"
                            .formatted(this.keys.prefix()));
        }
        mark(mark + " 0");
        return 0;
    }

    private static void skip(BackupReader reader, long groups) throws IOException {
        for (long i = 0; i < groups; i++) {
            reader.next();
        }
    }

    /**
     * Some groups of rows.
     *
     * @param read how many groups were read, those that are not wanted too; 0 at the end
     */
    private record Batch(List<List<Row>> groups, long read) {}

    private static Batch next(BackupReader reader, boolean withFiles) throws IOException {
        List<List<Row>> groups = new ArrayList<>();
        long bytes = 0;
        long read = 0;
        while (groups.size() < GROUPS && bytes < BATCH_BYTES) {
            List<Row> group = reader.next();
            if (group == null) {
                break;
            }
            read++;
            if (withFiles || !isFile(group)) {
                groups.add(group);
                bytes += group.stream().mapToLong(Row::bytes).sum();
            }
        }
        return new Batch(groups, read);
    }

    private void put(List<List<Row>> groups) throws IOException {
        this.rows.write(groups);
        List<List<String>> names =
                groups.stream().map(group -> group.stream().map(Row::name).toList()).toList();
        long now = System.currentTimeMillis();
        List<Row> wanted =
                groups.stream()
                        .flatMap(List::stream)
                        .filter(row -> row.ends() < 0 || row.ends() > now)
                        .toList();
        List<Row> found = this.rows.read(names).stream().flatMap(List::stream).toList();
        for (int i = 0, j = 0; i < wanted.size(); i++, j++) {
            if (j >= found.size() || !wanted.get(i).says(found.get(j))) {
                throw new IOException(
                        "The row %s reads back differently; end every program that works on this database and run this again"
                                .formatted(wanted.get(i).name()));
            }
        }
        derive(
                groups.stream()
                        .filter(Restore::isFile)
                        .map(group -> KeptRows.cid(group.getFirst().name()))
                        .toList());
    }

    /** Several files at a time, since each waits for some answers in a row. */
    private void derive(List<String> cids) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(
                            cids.stream()
                                    .map(cid ->
                                            CompletableFuture.runAsync(
                                                    () -> this.index.derive(cid), threads))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private static boolean isFile(List<Row> group) {
        return KeptRows.isFile(group.getFirst().name());
    }

    private @Nullable String schema() {
        byte[] stored =
                this.redis.call(connection ->
                        connection.stringCommands().get(RedisCalls.bytes(this.keys.schema())));
        return stored == null ? null : RedisCalls.text(stored);
    }

    private void mark(String schema) {
        this.redis.call(connection ->
                connection
                        .stringCommands()
                        .set(RedisCalls.bytes(this.keys.schema()), RedisCalls.bytes(schema)));
    }

    /** Whether there is a row under the prefix, the schema's aside. */
    private boolean holdsAnything() {
        RowNames names = new RowNames(this.redis, this.keys.prefix());
        while (names.hasNext()) {
            if (names.next().stream().anyMatch(name -> !name.equals(SCHEMA))) {
                return true;
            }
        }
        return false;
    }
}
