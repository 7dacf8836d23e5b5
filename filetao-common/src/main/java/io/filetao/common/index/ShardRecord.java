package io.filetao.common.index;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the validator keeps of one shard.
 *
 * @param number position in the segment's code, 0 to n-1
 * @param rid 16 random bytes as 32 hex digits, new for every attempt to store
 * @param gen generation of the validator's keys
 * @param length L, bytes of the shard before padding
 * @param root R, the Merkle root that everything is checked against
 * @param head C, head of the chain of challenges
 * @param counter number of challenges linked into the head
 * @param lastProof when the shard last passed a challenge or a covering sweep
 * @param failure why it failed or is missing; null while it is neither
 */
public record ShardRecord(
        int number,
        String rid,
        Ss58Address miner,
        int gen,
        long length,
        Hash root,
        Hash head,
        int counter,
        Instant lastProof,
        @Nullable String failure) {

    /** The failure of a shard whose miner is emptied, although it may answer: the shard goes to another miner or stays where it is. */
    public static final String LEAVING = "An operator moves the miner's shards elsewhere";

    /** Whether nothing is wrong with the shard but the place: it may be read until its successor is proven. */
    public boolean isLeaving() {
        return LEAVING.equals(this.failure);
    }

    /** The same shard as one that passed, its chain of challenges where it was. */
    public ShardRecord proven(Instant at) {
        return with(this.head, this.counter, at, null);
    }

    /** The same shard as one that failed, for the given reason. */
    public ShardRecord failed(String reason) {
        return with(this.head, this.counter, this.lastProof, reason);
    }

    /** The same shard with its chain of challenges elsewhere. */
    public ShardRecord linked(Hash head, int counter) {
        return with(head, counter, this.lastProof, this.failure);
    }

    private ShardRecord with(Hash head, int counter, Instant lastProof, @Nullable String failure) {
        return new ShardRecord(
                this.number,
                this.rid,
                this.miner,
                this.gen,
                this.length,
                this.root,
                head,
                counter,
                lastProof,
                failure);
    }
}
