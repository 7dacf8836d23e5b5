package io.filetao.common.proof;

/**
 * How a shard of L bytes is divided: blocks of 4,096 bytes (zero-padded before sealing), segments of 1 KiB under the
 * Merkle trees, pieces of 64 KiB that are served at once, groups of 1 MiB that share a commitment.
 *
 * @param length L, bytes of the shard before padding
 */
public record ShardGeometry(long length) {

    /** Words of a block. */
    public static final int BLOCK_WORDS = 1024;

    /** Bytes of a block. */
    public static final int BLOCK_BYTES = 4 * BLOCK_WORDS;

    /** Bytes of a Merkle segment. */
    public static final int SEGMENT_BYTES = 1024;

    /** Bytes of a piece. */
    public static final int PIECE_BYTES = 64 * 1024;

    /** Bytes of a group. */
    public static final int GROUP_BYTES = 1024 * 1024;

    /** Most bytes of a shard. */
    public static final long MAX_LENGTH = 1L << 30;

    static final int SEGMENTS_PER_PIECE = PIECE_BYTES / SEGMENT_BYTES;
    static final int PIECES_PER_GROUP = GROUP_BYTES / PIECE_BYTES;
    static final int BLOCKS_PER_PIECE = PIECE_BYTES / BLOCK_BYTES;

    /**
     * Accepts 1 byte to 1 GiB.
     *
     * @throws IllegalArgumentException for any other length
     */
    public ShardGeometry {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("A shard has 1 byte to 1 GiB, not " + length);
        }
    }

    /** Blocks: {@code ceil(L / 4096)}. */
    public int blocks() {
        return parts(this.length, BLOCK_BYTES);
    }

    /** Bytes as stored: whole blocks. */
    public long sealedLength() {
        return (long) blocks() * BLOCK_BYTES;
    }

    /** Merkle segments: four for each block. */
    public int segments() {
        return 4 * blocks();
    }

    /** Pieces; the last may be shorter. */
    public int pieces() {
        return parts(sealedLength(), PIECE_BYTES);
    }

    /** Groups; the last may be shorter. */
    public int groups() {
        return parts(sealedLength(), GROUP_BYTES);
    }

    /** Bytes of one piece. */
    public int pieceBytes(int piece) {
        return (int) Math.min(PIECE_BYTES, sealedLength() - (long) piece * PIECE_BYTES);
    }

    /** Pieces of one group. */
    int piecesOf(int group) {
        return Math.min(PIECES_PER_GROUP, pieces() - group * PIECES_PER_GROUP);
    }

    private static int parts(long bytes, int size) {
        return (int) ((bytes + size - 1) / size);
    }
}
