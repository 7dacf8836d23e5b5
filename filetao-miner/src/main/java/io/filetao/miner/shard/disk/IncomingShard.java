package io.filetao.miner.shard.disk;

import io.filetao.common.proof.ShardMeta;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** A shard that is being received, under a temporary name; closing it before {@link #place} leaves nothing behind. */
public final class IncomingShard implements Closeable {

    private final Path temporary;
    private final Path target;
    private final Runnable closed;
    private final FileChannel channel;
    private long position;
    private boolean placed;

    IncomingShard(Path temporary, Path target, Runnable closed) throws IOException {
        this.temporary = temporary;
        this.target = target;
        this.closed = closed;
        this.channel =
                FileChannel.open(
                        temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Adds the next sealed bytes. */
    public void write(byte[] sealed, int offset, int length) throws IOException {
        Durable.writeFully(this.channel, ByteBuffer.wrap(sealed, offset, length), this.position);
        this.position += length;
    }

    /** Adds what is kept beside the bytes and waits until all of it is on the disk. */
    public void seal(ShardMeta meta, Instant storedAt) throws IOException {
        byte[] record = meta.encode();
        ShardFileFormat format = ShardFileFormat.of(this.position, record, storedAt);
        StateSlots first = StateSlots.FIRST;
        Durable.writeFully(
                this.channel, ByteBuffer.wrap(first.encode()), format.slot(first.slot()));
        Durable.writeFully(this.channel, ByteBuffer.wrap(record), format.meta());
        Durable.writeFully(this.channel, format.encodeFooter(), format.footer());
        this.channel.force(true);
    }

    /** Gives a sealed shard its name, for good. */
    public void place() throws IOException {
        this.channel.close();
        Durable.createParents(this.target);
        Durable.move(this.temporary, this.target);
        this.placed = true;
    }

    @Override
    public void close() throws IOException {
        try {
            this.channel.close();
            if (!this.placed) {
                Files.deleteIfExists(this.temporary);
            }
        } finally {
            this.closed.run();
        }
    }
}
