package io.filetao.common.protocol;

import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.MessageReader;
import io.filetao.common.proof.MessageWriter;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.Signature;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the shards that a miner holds for the validator that asks, in the order of their ids.
 *
 * @param entries at most {@value #MAX_ENTRIES}
 * @param next where the following page starts after, null at the end
 */
public record InventoryPage(List<Entry> entries, @Nullable ShardId next) {

    /** Most entries of a page. */
    public static final int MAX_ENTRIES = 500;

    /** Most bytes of an encoded message. */
    public static final int MAX_BYTES = 2 + 1 + ShardId.BYTES + 4 + MAX_ENTRIES * Entry.BYTES;

    private static final int TYPE = 0x0206;

    public InventoryPage {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("A page has at most " + MAX_ENTRIES + " entries");
        }
    }

    /**
     * One shard.
     *
     * @param signature the validator's own, over the header
     * @param committed whether the miner was told that its file is recorded
     */
    public record Entry(ShardHeader header, Signature signature, boolean committed) {

        static final int BYTES = ShardHeader.BYTES + Signature.BYTES + 1;
    }

    /** The binary form. */
    public byte[] encode() {
        MessageWriter out = new MessageWriter().u16(TYPE).flag(this.next != null);
        if (this.next != null) {
            out.shardId(this.next);
        }
        out.int32(this.entries.size());
        for (Entry entry : this.entries) {
            out.bytes(entry.header().encode())
                    .bytes(entry.signature().bytes())
                    .flag(entry.committed());
        }
        return out.toBytes();
    }

    /** Reads one that must fill the buffer; signatures are not verified. */
    public static InventoryPage decode(ByteBuffer bytes) throws MalformedMessageException {
        MessageReader in = new MessageReader(bytes, "inventory page");
        if (in.u16() != TYPE) {
            throw in.malformed("it is of another type or version");
        }
        ShardId next = in.flag() ? in.shardId() : null;
        int count = in.int32();
        if (count > MAX_ENTRIES || (long) count * Entry.BYTES != in.remaining()) {
            throw in.malformed("its length does not fit its number of entries");
        }
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(
                    new Entry(
                            ShardHeader.decode(ByteBuffer.wrap(in.bytes(ShardHeader.BYTES))),
                            Signature.of(in.bytes(Signature.BYTES)),
                            in.flag()));
        }
        return new InventoryPage(entries, next);
    }
}
