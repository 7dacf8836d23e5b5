package io.filetao.common.proof;

/** Cuts a stream of bytes of any rhythm into pieces of 64 KiB. */
final class PieceBuffer {

    private final byte[] buffer = new byte[ShardGeometry.PIECE_BYTES];
    private final Sink sink;
    private int filled;
    private long total;

    PieceBuffer(Sink sink) {
        this.sink = sink;
    }

    void write(byte[] in, int offset, int length) {
        for (int done = 0; done < length; ) {
            int step = Math.min(length - done, this.buffer.length - this.filled);
            System.arraycopy(in, offset + done, this.buffer, this.filled, step);
            this.filled += step;
            done += step;
            if (this.filled == this.buffer.length) {
                flush();
            }
        }
        this.total += length;
    }

    /** Bytes written so far. */
    long total() {
        return this.total;
    }

    /** Hands over what is left, if anything. */
    void flush() {
        if (this.filled > 0) {
            this.sink.piece(this.buffer, this.filled);
            this.filled = 0;
        }
    }

    /** Takes a piece at the start of a buffer that is used again. */
    @FunctionalInterface
    interface Sink {

        void piece(byte[] buffer, int length);
    }
}
