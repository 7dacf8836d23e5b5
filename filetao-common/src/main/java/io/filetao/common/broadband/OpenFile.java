package io.filetao.common.broadband;

import io.filetao.common.index.FileRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A recorded file, ready to be read from any place. */
public final class OpenFile {

    private final FileRecord record;
    private final FileReader reader;

    OpenFile(FileRecord record, FileReader reader) {
        this.record = record;
        this.reader = reader;
    }

    public FileRecord record() {
        return this.record;
    }

    /** Bytes of the file. */
    public long size() {
        return this.record.size();
    }

    /**
     * The bytes [from, to). Nothing is fetched before the first read; the stream belongs to one thread, which closes it. A read
     * throws {@link SegmentLostException} rather than end early or give a wrong byte.
     *
     * @throws IndexOutOfBoundsException when the range reaches outside the file
     */
    public InputStream read(long from, long to) {
        Objects.checkFromToIndex(from, to, size());
        return new FileInputStream(this.record, this.reader, from, to);
    }

    /**
     * Fetches what the first read of a range needs, so that a file that is lost is known before an answer begins.
     *
     * @return the range's bytes, as of {@link #read}
     */
    public InputStream readEagerly(long from, long to) throws IOException {
        Objects.checkFromToIndex(from, to, size());
        FileInputStream stream = new FileInputStream(this.record, this.reader, from, to);
        try {
            stream.prepare();
        } catch (IOException | RuntimeException failure) {
            stream.close();
            throw failure;
        }
        return stream;
    }
}
