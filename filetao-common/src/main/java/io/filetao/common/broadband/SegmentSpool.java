package io.filetao.common.broadband;

import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.transfer.ShardSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The encoded cells of one segment on disk, shard after shard, until every shard was sent. The file has no name any more once it
 * is open, where the system allows that, so that it is gone with the process however that ends.
 *
 * <p>A plain file under a lock, not a channel: a channel closes for everybody when one reader is interrupted.
 */
final class SegmentSpool implements AutoCloseable {

    private final RandomAccessFile file;
    private final Path path;
    private final int shards;
    private final long stride;
    private final ReentrantLock lock = new ReentrantLock();

    private SegmentSpool(RandomAccessFile file, Path path, int shards, long stride) {
        this.file = file;
        this.path = path;
        this.shards = shards;
        this.stride = stride;
    }

    /** An empty spool for a segment of unknown size with n shards, k of them data. */
    static SegmentSpool create(Path directory, int k, int n) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "segment-", ".spool");
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            Files.delete(path);
        } catch (IOException stillInUse) {
            path.toFile().deleteOnExit();
        }
        int longest = new StripeLayout(StripeLayout.MAX_SEGMENT_BYTES, k).stripes();
        return new SegmentSpool(file, path, n, (long) longest * StripeLayout.CELL_BYTES);
    }

    /** Writes the cells of one stripe, one for each shard. */
    void write(int stripe, byte[][] cells, int length) throws IOException {
        this.lock.lock();
        try {
            for (int number = 0; number < this.shards; number++) {
                this.file.seek(number * this.stride + (long) stripe * StripeLayout.CELL_BYTES);
                this.file.write(cells[number], 0, length);
            }
        } finally {
            this.lock.unlock();
        }
    }

    /** One shard of the given length. */
    ShardSource shard(int number, long length) {
        return new ShardSource() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return new Region(number * SegmentSpool.this.stride, length);
            }
        };
    }

    /** Takes one shard from its start on. */
    OutputStream sink(int number) {
        return new OutputStream() {

            private long position = number * SegmentSpool.this.stride;

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                SegmentSpool.this.lock.lock();
                try {
                    SegmentSpool.this.file.seek(this.position);
                    SegmentSpool.this.file.write(bytes, offset, length);
                    this.position += length;
                } finally {
                    SegmentSpool.this.lock.unlock();
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        this.lock.lock();
        try {
            this.file.close();
        } finally {
            this.lock.unlock();
        }
        Files.deleteIfExists(this.path);
    }

    private int read(long position, byte[] target, int offset, int length) throws IOException {
        this.lock.lock();
        try {
            this.file.seek(position);
            return this.file.read(target, offset, length);
        } finally {
            this.lock.unlock();
        }
    }

    private final class Region extends InputStream {

        private final long end;
        private long position;

        Region(long start, long length) {
            this.position = start;
            this.end = start + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (this.position == this.end) {
                return -1;
            }
            int wanted = (int) Math.min(length, this.end - this.position);
            int count = SegmentSpool.this.read(this.position, target, offset, wanted);
            if (count > 0) {
                this.position += count;
            }
            return count;
        }
    }
}
