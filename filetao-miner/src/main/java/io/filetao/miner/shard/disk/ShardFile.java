package io.filetao.miner.shard.disk;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.SealedShard;
import io.filetao.common.proof.ShardGeometry;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.Signature;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Arrays;

/** One stored shard, open for reading and for changes of its state. Reads may run at the same time; changes may not. */
public final class ShardFile implements SealedShard, Closeable {

    private final FileChannel channel;
    private final ShardFileFormat format;
    private StateSlots slots;

    ShardFile(FileChannel channel) throws IOException {
        this.channel = channel;
        long length = channel.size();
        if (length < ShardFileFormat.FOOTER_BYTES) {
            throw new UnreadableShardException("it is too short");
        }
        this.format =
                ShardFileFormat.decodeFooter(
                        bytes(length - ShardFileFormat.FOOTER_BYTES, ShardFileFormat.FOOTER_BYTES),
                        length);
        this.slots =
                StateSlots.decode(
                        bytes(
                                this.format.slot(0),
                                ShardFileFormat.SLOTS * ShardFileFormat.SLOT_BYTES));
    }

    /** Size of the whole file of a shard of this geometry, in bytes. */
    public static long length(ShardGeometry geometry) {
        return ShardFileFormat.fileLength(geometry);
    }

    /** When the shard arrived. */
    public Instant storedAt() {
        return this.format.storedAt();
    }

    /** Bytes of the file. */
    public long length() {
        return this.format.footer() + ShardFileFormat.FOOTER_BYTES;
    }

    /** The header, without the rest of the record. */
    public ShardHeader header() throws IOException {
        return ShardMeta.decodeHeader(ByteBuffer.wrap(headerBytes()));
    }

    /** The validator's signature over the header. */
    public Signature signature() throws IOException {
        byte[] bytes = headerBytes();
        return Signature.of(
                Arrays.copyOfRange(bytes, bytes.length - Signature.BYTES, bytes.length));
    }

    /** The whole record that came with the shard, checked against its checksum. */
    public ShardMeta meta() throws IOException {
        byte[] meta = bytes(this.format.meta(), this.format.metaLength());
        if (ShardFileFormat.checksum(meta) != this.format.metaChecksum()) {
            throw new UnreadableShardException("its record's checksum is wrong");
        }
        try {
            return ShardMeta.decode(ByteBuffer.wrap(meta));
        } catch (MalformedMessageException malformed) {
            throw (IOException)
                    new UnreadableShardException("its record is malformed").initCause(malformed);
        }
    }

    public ShardState state() {
        return this.slots.state();
    }

    /**
     * Changes the state.
     *
     * @param durable whether it must survive a loss of power from now on; a kill of the process it survives anyway
     */
    public void update(ShardState state, boolean durable) throws IOException {
        StateSlots next = this.slots.next(state);
        Durable.writeFully(
                this.channel, ByteBuffer.wrap(next.encode()), this.format.slot(next.slot()));
        if (durable) {
            this.channel.force(false);
        }
        this.slots = next;
    }

    @Override
    public void read(long position, byte[] out, int offset, int length) throws IOException {
        if (position < 0 || position + length > this.format.sealedLength()) {
            throw new EOFException("The shard ends before byte " + (position + length));
        }
        fill(position, ByteBuffer.wrap(out, offset, length));
    }

    /** Reads part of the record's encoding without checking it. */
    public void readMeta(long position, byte[] out, int offset, int length) throws IOException {
        if (position < 0 || position + length > this.format.metaLength()) {
            throw new EOFException("The record ends before byte " + (position + length));
        }
        fill(this.format.meta() + position, ByteBuffer.wrap(out, offset, length));
    }

    @Override
    public void close() throws IOException {
        this.channel.close();
    }

    private byte[] headerBytes() throws IOException {
        if (this.format.metaLength() < ShardMeta.HEADER_BYTES) {
            throw new UnreadableShardException("its record is too short");
        }
        return bytes(this.format.meta(), ShardMeta.HEADER_BYTES);
    }

    private byte[] bytes(long position, int length) throws IOException {
        byte[] out = new byte[length];
        fill(position, ByteBuffer.wrap(out));
        return out;
    }

    private void fill(long position, ByteBuffer out) throws IOException {
        long at = position;
        while (out.hasRemaining()) {
            int count = this.channel.read(out, at);
            if (count < 0) {
                throw new UnreadableShardException("it ends too early");
            }
            at += count;
        }
    }
}
