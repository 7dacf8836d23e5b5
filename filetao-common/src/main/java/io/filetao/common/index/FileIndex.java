package io.filetao.common.index;

import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which file consists of which shards on which miners, and whose claims it has.
 *
 * <p>A file's record and claims live in one place and change in one atomic, durable step; everything else (an account's list, a
 * miner's shards, totals) is derived from it. Calls block the calling virtual thread. Every call throws
 * {@link IndexUnavailableException} when the index is away.
 */
public interface FileIndex {

    Optional<FileRecord> find(String cid);

    /** One segment of a file, read without the others; empty when there is no such file or segment. */
    Optional<SegmentRecord> findSegment(String cid, int segment);

    /**
     * Writes a new file with its first claim in one step. When the CID is recorded already, only the claim is added and the
     * record that stands is answered, so that the caller can drop its own shards.
     *
     * <p>After an {@link IndexUnavailableException} the file may stand or not. The caller then leaves its shards alone: their miners ask
     * {@link #statuses} before they drop them.
     */
    FileRecord record(FileRecord file, Claim claim);

    /** Adds or renews an account's claim. Answers false when no such file is recorded. */
    boolean claim(String cid, Claim claim);

    Optional<Claim> findClaim(String cid, String account);

    List<Claim> claims(String cid);

    /** Ends an account's claim; with the last one the record goes too and is answered, so that its shards can be dropped. */
    Ended endClaim(String cid, String account);

    /**
     * An account's files, newest first.
     *
     * @param cursor {@link FilePage#next()} of the page before, null for the first page
     * @param limit most entries of the page
     * @throws IllegalArgumentException when the cursor is none that this index gave
     */
    FilePage list(String account, @Nullable String cursor, int limit);

    /** Replaces one shard's entry if its counter and rid are still those expected; answers false when another was faster. */
    boolean replaceShard(String cid, int segment, ShardRecord expected, ShardRecord replacement);

    /** Adds a shard to a segment that lacks that number. */
    boolean addShard(String cid, int segment, ShardRecord shard);

    /**
     * Announces that shards of a file are being sent, or that they still are. Until the time given, and longer only when this is called
     * again, miners that ask are told to wait. Recording the file ends it.
     */
    void beginUpload(String fileId, Duration lease);

    /** Ends an upload that was given up: its shards may go. */
    void endUpload(String fileId);

    /** What is known of shards, in the order asked. Answers from the truth, never from derived data. */
    List<ShardStatus> statuses(List<ShardName> shards);

    /** Claims that end before the given time, at most {@code limit}. */
    List<ExpiredClaim> expired(Instant before, int limit);

    /** As {@link #endClaim}, but a claim that was renewed and does not end before the given time stays. */
    Ended endExpiredClaim(String cid, String account, Instant before);

    /** Bytes of recorded shards on a miner. */
    long usedBytes(Ss58Address miner);

    /** Number of recorded shards on a miner. */
    long heldShards(Ss58Address miner);

    /**
     * A recorded shard of the miner, each nearly as likely as any other; empty when it holds none. Takes a bounded number of steps
     * however many there are.
     */
    Optional<HeldShard> randomShard(Ss58Address miner, RandomGenerator random);

    /**
     * Part of what a miner holds, about a hundred shards. Reading all pages gives every shard that the miner holds throughout and
     * gains none meanwhile; those that go meanwhile may be among them.
     *
     * @param page {@link HeldPage#FIRST}, then {@link HeldPage#next()} of the page before
     */
    HeldPage held(Ss58Address miner, int page);

    /** Every miner that ever held a shard, whether it still does or not. */
    Set<Ss58Address> holders();

    /** What ended: nothing (no such claim), a claim among others, or the last one. */
    record Ended(boolean claimEnded, Optional<FileRecord> removed) {}

    /** A claim that is past its time. */
    record ExpiredClaim(String cid, String account) {}
}
