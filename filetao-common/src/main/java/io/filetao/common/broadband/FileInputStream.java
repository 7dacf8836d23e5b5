package io.filetao.common.broadband;

import io.filetao.common.index.FileRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of a range, stripe after stripe; the next segment is begun before the current one ends. */
final class FileInputStream extends InputStream {

    private final FileRecord file;

    /** Where each segment begins, and behind the last one where the file ends. */
    private final long[] starts;

    private final FileReader reader;
    private final long from;
    private final long to;
    private long position;
    private byte[] stripe = new byte[0];
    private int offset;
    private @Nullable SegmentReader current;
    private @Nullable SegmentReader following;
    private boolean closed;

    FileInputStream(FileRecord file, FileReader reader, long from, long to) {
        this.file = file;
        this.starts = starts(file);
        this.reader = reader;
        this.from = from;
        this.position = from;
        this.to = to;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!prepare()) {
            return -1;
        }
        int count = Math.min(length, this.stripe.length - this.offset);
        System.arraycopy(this.stripe, this.offset, target, start, count);
        this.offset += count;
        this.position += count;
        return count;
    }

    @Override
    public int available() {
        return this.stripe.length - this.offset;
    }

    @Override
    public void close() {
        this.closed = true;
        this.stripe = new byte[0];
        this.offset = 0;
        if (this.current != null) {
            this.current.close();
            this.current = null;
        }
        if (this.following != null) {
            this.following.close();
            this.following = null;
        }
    }

    /** Makes the next bytes ready; answers false at the end. */
    boolean prepare() throws IOException {
        if (this.closed) {
            throw new IOException("The file is closed");
        }
        if (this.position == this.to) {
            return false;
        }
        if (this.offset == this.stripe.length) {
            SegmentReader segment = currentSegment();
            this.stripe = segment.nextStripe();
            this.offset = 0;
            if (segment.nearEnd()) {
                prefetch();
            }
            if (segment.ended()) {
                segment.close();
                this.current = null;
            }
        }
        return true;
    }

    private SegmentReader currentSegment() {
        SegmentReader segment = this.current;
        if (segment == null) {
            segment = this.following == null ? open(this.position) : this.following;
            this.current = segment;
            this.following = null;
        }
        return segment;
    }

    private void prefetch() {
        long next = this.starts[segmentAt(this.position) + 1];
        if (this.following == null && next < this.to) {
            this.following = open(next);
        }
    }

    private SegmentReader open(long start) {
        int segment = segmentAt(start);
        long base = this.starts[segment];
        return this.reader.segment(
                this.file,
                segment,
                (int) (start - base),
                (int) (Math.min(this.starts[segment + 1], this.to) - base),
                start > this.from);
    }

    private int segmentAt(long place) {
        int found = Arrays.binarySearch(this.starts, place);
        return found >= 0 ? found : -found - 2;
    }

    private static long[] starts(FileRecord file) {
        long[] starts = new long[file.segments().size() + 1];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + file.segments().get(i - 1).size();
        }
        return starts;
    }
}
