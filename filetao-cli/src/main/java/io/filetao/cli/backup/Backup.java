package io.filetao.cli.backup;

import io.filetao.cli.connection.RowNames;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Writes an index to a file while programs go on working with it. A file's record and its claims are read in one step, so that they fit
 * each other; what is derived from them is left out and computed again by {@link Restore}. Memory is bounded: some thousand names, and
 * a few megabytes of rows or one file's record.
 */
public final class Backup {

    private static final int GROUPS = 256;

    /** About what a segment's field weighs. */
    private static final int FIELD_BYTES = 4096;

    private static final long BATCH_BYTES = 8L << 20;

    private final RedisCalls redis;
    private final String prefix;
    private final RowStore rows;
    private final KeptRows kept = new KeptRows();

    /**
     * @param prefix of the keys, as in {@link Keyspace}
     */
    public Backup(RedisCalls redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
        this.rows = new RowStore(redis, prefix);
    }

    /**
     * What was written.
     *
     * @param files records of files
     * @param rows all rows, those of files too
     * @param bytes of their contents
     */
    public record Report(long files, long rows, long bytes, String sha256) {}

    /**
     * Writes everything that cannot be computed again.
     *
     * @param progress hears how many rows were written
     */
    public Report write(Path file, LongConsumer progress) throws IOException {
        try (BackupWriter writer = BackupWriter.create(file, Keyspace.SCHEMA)) {
            Count count = new Count(writer, progress);
            RowNames names = new RowNames(this.redis, this.prefix);
            while (names.hasNext()) {
                write(names.next(), count);
            }
            return new Report(count.files, count.rows, count.bytes, writer.finish());
        }
    }

    private void write(List<String> names, Count count) throws IOException {
        List<List<String>> groups =
                names.stream().map(this.kept::with).filter(group -> !group.isEmpty()).toList();
        List<Long> fields =
                this.rows.fields(
                        groups.stream().map(List::getFirst).filter(KeptRows::isFile).toList());
        int file = 0;
        List<List<String>> batch = new ArrayList<>();
        long expected = 0;
        for (List<String> group : groups) {
            long bytes =
                    KeptRows.isFile(group.getFirst())
                            ? fields.get(file++) * FIELD_BYTES
                            : FIELD_BYTES;
            if (batch.size() == GROUPS || (!batch.isEmpty() && expected + bytes > BATCH_BYTES)) {
                count.write(this.rows.read(batch));
                batch.clear();
                expected = 0;
            }
            batch.add(group);
            expected += bytes;
        }
        count.write(this.rows.read(batch));
    }

    private static final class Count {

        private final BackupWriter writer;
        private final LongConsumer progress;
        private long files;
        private long rows;
        private long bytes;

        private Count(BackupWriter writer, LongConsumer progress) {
            this.writer = writer;
            this.progress = progress;
        }

        private void write(List<List<Row>> groups) throws IOException {
            for (List<Row> group : groups) {
                this.writer.write(group);
                this.rows += group.size();
                this.files += KeptRows.isFile(group.getFirst().name()) ? 1 : 0;
                this.bytes += group.stream().mapToLong(Row::bytes).sum();
            }
            this.progress.accept(this.rows);
        }
    }
}
