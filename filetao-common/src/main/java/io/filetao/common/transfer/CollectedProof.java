package io.filetao.common.transfer;

import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * A proof bundle that waits on the disk to be written out; closing it gives the disk space back.
 *
 * <p>Not thread-safe.
 */
public final class CollectedProof implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final byte[] head;
    private final FileChannel spool;
    private final int shards;
    private final List<LeftOut> leftOut;

    CollectedProof(byte[] head, FileChannel spool, int shards, List<LeftOut> leftOut) {
        this.head = head;
        this.spool = spool;
        this.shards = shards;
        this.leftOut = List.copyOf(leftOut);
    }

    /**
     * A shard of which the bundle says nothing.
     *
     * @param reason why, as a clause
     */
    public record LeftOut(int segment, int number, Ss58Address miner, String reason) {}

    /** Shards of which the bundle shows a proof. */
    public int shards() {
        return this.shards;
    }

    /** The other shards, each with its miner and the reason. */
    public List<LeftOut> leftOut() {
        return this.leftOut;
    }

    /** Bytes of the bundle. */
    public long length() throws IOException {
        return this.head.length + this.spool.size();
    }

    /** Writes the bundle, {@link io.filetao.common.proof.ProofBundle#decode its encoding}. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(this.head);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        this.spool.position(0);
        while (this.spool.read(buffer) >= 0) {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        this.spool.close();
    }
}
