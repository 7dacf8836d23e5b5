package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A segment shown in public: what ties it to R without any secret of the validator.
 *
 * @param segment 1,024 sealed bytes
 * @param inner siblings from the segment up to R_g
 * @param commitment c_g
 * @param blinding of c_g
 * @param outer siblings from c_g up to R
 */
public record Spot(
        byte[] segment,
        List<Hash> inner,
        Commitment commitment,
        Scalar blinding,
        List<Hash> outer) {

    private static final int SEGMENTS_PER_GROUP =
            ShardGeometry.PIECES_PER_GROUP * ShardGeometry.SEGMENTS_PER_PIECE;
    private static final int MAX_PATH = 16;

    /** Builds the opening of a segment from the piece that holds it. */
    static Spot of(ShardMeta meta, int segment, byte[] piece, int pieceLength) {
        int index = segment / ShardGeometry.SEGMENTS_PER_PIECE;
        int inPiece = segment % ShardGeometry.SEGMENTS_PER_PIECE;
        int group = PieceRange.group(index);
        SegmentHasher hasher = new SegmentHasher();
        List<Hash> leaves = new ArrayList<>();
        for (int at = 0; at < pieceLength; at += ShardGeometry.SEGMENT_BYTES) {
            leaves.add(hasher.leaf(piece, at));
        }
        List<Hash> inner = new ArrayList<>(Merkle.path(leaves, inPiece));
        inner.addAll(meta.pieceRoots().path(index));
        int from = inPiece * ShardGeometry.SEGMENT_BYTES;
        return new Spot(
                Arrays.copyOfRange(piece, from, from + ShardGeometry.SEGMENT_BYTES),
                inner,
                meta.commitments().commitment(group),
                GroupCommitments.blinding(meta.blindingKey(), group),
                meta.commitments().path(group));
    }

    /** V3: segment, commitment and paths lead to the stored root. */
    Verdict verify(ShardTarget shard, int segment) {
        ShardGeometry geometry = shard.geometry();
        int group = segment / SEGMENTS_PER_GROUP;
        int index = segment % SEGMENTS_PER_GROUP;
        int count = Math.min(SEGMENTS_PER_GROUP, geometry.segments() - group * SEGMENTS_PER_GROUP);
        int groups = geometry.groups();
        if (this.inner.size() != Merkle.pathLength(index, count)
                || this.outer.size() != Merkle.pathLength(group, groups)) {
            return Reason.PATH_LENGTH.rejected();
        }
        if (!GroupCommitments.isUnder(shard.root(), this.commitment, group, groups, this.outer)) {
            return Reason.ROOT.rejected();
        }
        Hash leaf = new SegmentHasher().leaf(this.segment, 0);
        Hash groupRoot = Merkle.fold(leaf, index, count, this.inner);
        if (!GroupCommitments.opens(
                this.commitment, shard.rid(), group, groupRoot, this.blinding)) {
            return Reason.SEGMENT.rejected();
        }
        return Verdict.ACCEPTED;
    }

    static Spot read(MessageReader in) throws MalformedMessageException {
        return new Spot(
                in.bytes(ShardGeometry.SEGMENT_BYTES),
                path(in),
                in.commitment(),
                in.scalar(),
                path(in));
    }

    void write(MessageWriter out) {
        out.bytes(this.segment).u8(this.inner.size());
        this.inner.forEach(out::hash);
        out.commitment(this.commitment).scalar(this.blinding).u8(this.outer.size());
        this.outer.forEach(out::hash);
    }

    private static List<Hash> path(MessageReader in) throws MalformedMessageException {
        int length = in.u8();
        if (length > MAX_PATH) {
            throw in.malformed("a path is longer than any tree is high");
        }
        List<Hash> path = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            path.add(in.hash());
        }
        return List.copyOf(path);
    }
}
