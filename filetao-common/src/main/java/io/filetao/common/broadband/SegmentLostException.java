package io.filetao.common.broadband;

import java.io.IOException;

/** Too few shards of a segment can be fetched; the file cannot be read at this place now. */
public class SegmentLostException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int segment;
    private final int needed;
    private final int available;

    public SegmentLostException(String cid, int segment, int needed, int available) {
        super(
                "Segment "
                        + segment
                        + " of "
                        + cid
                        + " cannot be read: "
                        + needed
                        + " shards are needed, "
                        + available
                        + " could be fetched; try again when more of its miners are online");
        this.segment = segment;
        this.needed = needed;
        this.available = available;
    }

    public int segment() {
        return this.segment;
    }

    public int needed() {
        return this.needed;
    }

    public int available() {
        return this.available;
    }
}
