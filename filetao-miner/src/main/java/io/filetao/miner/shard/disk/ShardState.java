package io.filetao.miner.shard.disk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes about a stored shard.
 *
 * @param committed whether its validator has recorded the file; until then it may be dropped after asking
 * @param damaged whether the disk is known to have changed it, so that it is served no more
 * @param expiresAt when the file's claims end as far as the miner knows, null while it knows nothing
 * @param chain the encoded state of the chain of challenges, empty before the first
 */
public record ShardState(
        boolean committed, boolean damaged, @Nullable Instant expiresAt, byte[] chain) {

    /** A shard that has just arrived. */
    public static final ShardState NEW = new ShardState(false, false, null, new byte[0]);

    /** The same shard as part of a recorded file. */
    public ShardState committedUntil(Instant expiresAt) {
        return new ShardState(true, this.damaged, expiresAt, this.chain);
    }

    /** The same shard after its bytes were found changed. */
    public ShardState asDamaged() {
        return new ShardState(this.committed, true, this.expiresAt, this.chain);
    }

    /** The same shard after a challenge. */
    public ShardState withChain(byte[] chain) {
        return new ShardState(this.committed, this.damaged, this.expiresAt, chain);
    }
}
