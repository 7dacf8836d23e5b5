package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reader's side of a retrieval: checks every piece against R before a byte of it is unsealed, else a miner that is
 * also a client could send zeros and read the keystream. Not safe for use by several threads.
 */
public final class PieceVerifier {

    private final ShardTarget shard;
    private final AesCtr seal;
    private final SegmentHasher hasher = new SegmentHasher();
    private final Map<Integer, byte[]> verifiedGroups = new HashMap<>();

    public PieceVerifier(AuditKeys keys, ShardTarget shard) {
        this.shard = shard;
        this.seal = keys.seal(shard.rid(), shard.miner());
    }

    /**
     * Reads a served range and writes its unsealed bytes, each piece after it was verified.
     *
     * @param seed the fresh randomness that the miner was asked with
     * @throws WrongPieceException when the miner's bytes are not the shard's
     * @throws EOFException when they end too early
     */
    public void read(PieceRange range, Hash seed, InputStream in, OutputStream out)
            throws IOException {
        RetrievalChain chain = new RetrievalChain(this.shard.rid(), seed, this.shard.root());
        byte[] buffer = new byte[ShardGeometry.PIECE_BYTES];
        Hash groupRoot = this.shard.root();
        for (int piece = range.first(); piece <= range.last(); piece++) {
            if (range.startsGroup(piece)) {
                groupRoot = readGroup(range, piece, in);
            }
            List<Hash> path = Hash.split(exactly(in, Hash.BYTES * range.piecePathLength(piece)));
            int length = range.geometry().pieceBytes(piece);
            readFully(in, buffer, length);
            Hash pieceRoot = this.hasher.piece(buffer, 0, length);
            int index = piece % ShardGeometry.PIECES_PER_GROUP;
            int count = range.geometry().piecesOf(PieceRange.group(piece));
            if (!Merkle.fold(pieceRoot, index, count, path).equals(groupRoot)) {
                throw wrong(piece, "does not lead to its group's root");
            }
            chain.add(piece, pieceRoot);
            unseal(range, piece, buffer, out);
        }
        if (!Hash.of(exactly(in, Hash.BYTES)).equals(chain.value())) {
            throw new WrongPieceException(
                    "The retrieval chain of shard " + this.shard.rid() + " is wrong");
        }
    }

    private Hash readGroup(PieceRange range, int piece, InputStream in) throws IOException {
        int group = PieceRange.group(piece);
        byte[] frame =
                exactly(
                        in,
                        PieceRange.GROUP_FIXED_BYTES + Hash.BYTES * range.groupPathLength(piece));
        MessageReader reader = new MessageReader(ByteBuffer.wrap(frame), "group");
        Commitment commitment = reader.commitment();
        Hash groupRoot = reader.hash();
        if (Arrays.equals(frame, this.verifiedGroups.get(group))) {
            return groupRoot;
        }
        Scalar blinding = blinding(reader, piece);
        List<Hash> path = Hash.split(reader.bytes(reader.remaining()));
        int groups = range.geometry().groups();
        if (!GroupCommitments.isUnder(this.shard.root(), commitment, group, groups, path)) {
            throw wrong(piece, "has a commitment that does not lead to the shard's root");
        }
        if (!GroupCommitments.opens(commitment, this.shard.rid(), group, groupRoot, blinding)) {
            throw wrong(piece, "has a commitment that does not open to its group's root");
        }
        this.verifiedGroups.put(group, frame);
        return groupRoot;
    }

    private Scalar blinding(MessageReader reader, int piece) throws IOException {
        try {
            return reader.scalar();
        } catch (MalformedMessageException notCanonical) {
            throw wrong(piece, "has a blinding that is not canonical");
        }
    }

    private void unseal(PieceRange range, int piece, byte[] buffer, OutputStream out)
            throws IOException {
        long start = (long) piece * ShardGeometry.PIECE_BYTES;
        long from = Math.max(start, range.from());
        long to = Math.min(start + ShardGeometry.PIECE_BYTES, range.from() + range.length());
        int offset = (int) (from - start);
        int length = (int) (to - from);
        this.seal.seek(from);
        this.seal.apply(buffer, offset, length, buffer, offset);
        out.write(buffer, offset, length);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        readFully(in, bytes, length);
        return bytes;
    }

    private static void readFully(InputStream in, byte[] buffer, int length) throws IOException {
        if (in.readNBytes(buffer, 0, length) != length) {
            throw new EOFException("The miner's answer ended too early");
        }
    }

    private WrongPieceException wrong(int piece, String why) {
        return new WrongPieceException(
                "Piece " + piece + " of shard " + this.shard.rid() + " " + why);
    }
}
