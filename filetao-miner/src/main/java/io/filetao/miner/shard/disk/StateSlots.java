package io.filetao.miner.shard.disk;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The two slots that hold a shard's state. Each change goes to the slot that does not hold the newest state, so that a torn write
 * leaves the state before it.
 *
 * @param state the newest that is whole
 * @param sequence its number, counting up with each change
 */
record StateSlots(ShardState state, long sequence) {

    private static final int BYTES = ShardFileFormat.SLOT_BYTES;
    private static final int FIXED = 8 + 1 + 8 + 2;

    /** Most bytes of the encoded state of the chain of challenges. */
    static final int MAX_CHAIN = BYTES - FIXED - 4;

    private static final int COMMITTED = 1;
    private static final int DAMAGED = 2;
    private static final long NEVER = Long.MIN_VALUE;

    static final StateSlots FIRST = new StateSlots(ShardState.NEW, 1);

    /** Which slot holds this state. */
    int slot() {
        return (int) (this.sequence % ShardFileFormat.SLOTS);
    }

    StateSlots next(ShardState state) {
        return new StateSlots(state, this.sequence + 1);
    }

    byte[] encode() {
        byte[] chain = this.state.chain();
        if (chain.length > MAX_CHAIN) {
            throw new IllegalArgumentException(
                    "The state of a chain has at most " + MAX_CHAIN + " bytes");
        }
        Instant expiresAt = this.state.expiresAt();
        ByteBuffer slot = ByteBuffer.allocate(BYTES);
        slot.putLong(this.sequence)
                .put(
                        (byte)
                                ((this.state.committed() ? COMMITTED : 0)
                                        | (this.state.damaged() ? DAMAGED : 0)))
                .putLong(expiresAt == null ? NEVER : expiresAt.getEpochSecond())
                .putShort((short) chain.length)
                .put(chain);
        return slot.putInt(BYTES - 4, checksum(slot.array())).array();
    }

    /** The newest whole state in both slots. */
    static StateSlots decode(byte[] slots) throws UnreadableShardException {
        StateSlots newest = null;
        for (int i = 0; i < ShardFileFormat.SLOTS; i++) {
            StateSlots slot = decodeOne(Arrays.copyOfRange(slots, i * BYTES, (i + 1) * BYTES));
            if (slot != null && (newest == null || slot.sequence > newest.sequence)) {
                newest = slot;
            }
        }
        if (newest == null) {
            throw new UnreadableShardException("neither copy of its state is whole");
        }
        return newest;
    }

    private static @Nullable StateSlots decodeOne(byte[] bytes) {
        ByteBuffer slot = ByteBuffer.wrap(bytes);
        if (slot.getInt(BYTES - 4) != checksum(bytes) || slot.getLong(0) < 1) {
            return null;
        }
        long sequence = slot.getLong();
        int flags = slot.get();
        long expiresAt = slot.getLong();
        byte[] chain = new byte[Math.min(slot.getShort() & 0xffff, MAX_CHAIN)];
        slot.get(chain);
        return new StateSlots(
                new ShardState(
                        (flags & COMMITTED) != 0,
                        (flags & DAMAGED) != 0,
                        expiresAt == NEVER ? null : Instant.ofEpochSecond(expiresAt),
                        chain),
                sequence);
    }

    private static int checksum(byte[] slot) {
        return ShardFileFormat.checksum(Arrays.copyOf(slot, BYTES - 4));
    }
}
