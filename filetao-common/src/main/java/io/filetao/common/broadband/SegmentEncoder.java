package io.filetao.common.broadband;

import io.filetao.common.content.ContentRoot;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.CpuPermits;
import io.filetao.common.crypto.Hash;
import io.filetao.common.erasure.ReedSolomon;
import io.filetao.common.erasure.StripeLayout;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Reads a file's body segment by segment, hashes it, and spools the cells of every stripe. One instance serves one file. */
final class SegmentEncoder {

    private final ReedSolomon code;
    private final int segmentBytes;
    private final byte[] stripe;
    private final byte[][] cells;
    private final MessageDigest digest;
    private final ContentTree tree;
    private long total;

    /**
     * @param segmentBytes bytes of every segment but the last
     */
    SegmentEncoder(int k, int n, int segmentBytes) {
        this(k, n, segmentBytes, Hash.newSha256(), new ContentTree());
    }

    /**
     * @param digest SHA-256 of the bytes before
     * @param tree over the bytes before
     */
    SegmentEncoder(int k, int n, MessageDigest digest, ContentTree tree) {
        this(k, n, StripeLayout.MAX_SEGMENT_BYTES, digest, tree);
    }

    private SegmentEncoder(int k, int n, int segmentBytes, MessageDigest digest, ContentTree tree) {
        this.segmentBytes = segmentBytes;
        this.digest = digest;
        this.tree = tree;
        this.code = new ReedSolomon(k, n);
        this.stripe = new byte[k * StripeLayout.CELL_BYTES];
        this.cells = new byte[n][StripeLayout.CELL_BYTES];
    }

    /**
     * Reads at most one segment.
     *
     * @return its bytes; 0 at the end of the body
     */
    int encode(InputStream body, SegmentSpool spool) throws IOException, InterruptedException {
        return encode(body, spool, this.segmentBytes);
    }

    /**
     * Reads at most so many bytes as one segment.
     *
     * @return how many came; fewer at the end of the body only
     */
    int encode(InputStream body, SegmentSpool spool, int most)
            throws IOException, InterruptedException {
        int size = 0;
        for (int number = 0; size < most; number++) {
            int wanted = Math.min(this.stripe.length, most - size);
            int length = body.readNBytes(this.stripe, 0, wanted);
            if (length > 0) {
                spool.write(number, this.cells, encode(length));
            }
            size += length;
            if (length < wanted) {
                break;
            }
        }
        this.total += size;
        return size;
    }

    /** Bytes of the file so far. */
    long total() {
        return this.total;
    }

    /** SHA-256 of the whole file; nothing is read after it. */
    Hash digest() {
        return Hash.of(this.digest.digest());
    }

    /** Merkle root of the whole file. */
    ContentRoot contentRoot() {
        return this.tree.root();
    }

    /** Encodes one stripe and answers the length of its cells. */
    private int encode(int length) throws InterruptedException {
        int k = this.code.k();
        int cell = Math.ceilDiv(length, k);
        try (CpuPermits.Permit _ = CpuPermits.shared().acquire()) {
            this.digest.update(this.stripe, 0, length);
            this.tree.update(this.stripe, 0, length);
            Arrays.fill(this.stripe, length, this.stripe.length, (byte) 0);
            for (int number = 0; number < k; number++) {
                System.arraycopy(this.stripe, number * cell, this.cells[number], 0, cell);
            }
            this.code.encode(this.cells, cell);
        }
        return cell;
    }
}
