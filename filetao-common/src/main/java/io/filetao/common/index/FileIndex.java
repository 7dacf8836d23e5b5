package io.filetao.common.index;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which file consists of which shards on which miners, and whose claims it has.
 *
 * <p>A file's record and claims live in one place and change in one atomic, durable step; everything else (an account's list, a
 * miner's shards, totals) is derived from it. Calls block the calling virtual thread. Every call throws
 * {@link IndexUnavailableException} when the index is away.
 */
public interface FileIndex {

    Optional<FileRecord> find(String cid);

    /**
     * Writes a new file with its first claim in one step. When the CID is recorded already, only the claim is added and the
     * record that stands is answered, so that the caller can drop its own shards.
     */
    FileRecord record(FileRecord file, Claim claim);

    /** Adds or renews an account's claim. Answers false when no such file is recorded. */
    boolean claim(String cid, Claim claim);

    Optional<Claim> findClaim(String cid, String account);

    List<Claim> claims(String cid);

    /** Ends an account's claim; with the last one the record goes too and is answered, so that its shards can be dropped. */
    Ended endClaim(String cid, String account);

    FilePage list(String account, String cursor, int limit);

    /** Replaces one shard's entry if its counter and rid are still those expected; answers false when another was faster. */
    boolean replaceShard(String cid, int segment, ShardRecord expected, ShardRecord replacement);

    /** Adds a shard to a segment that lacks that number. */
    boolean addShard(String cid, int segment, ShardRecord shard);

    /** Whether the rid belongs to a recorded file: {@code committed}, or {@code unknown}. */
    boolean isCommitted(String rid);

    /** CIDs of which a claim expires before the given time, at most {@code limit}. */
    List<ExpiredClaim> expired(Instant before, int limit);

    /** Bytes of recorded shards on a miner. */
    long usedBytes(String minerHotkey);

    /** What ended: nothing (no such claim), a claim among others, or the last one. */
    record Ended(boolean claimEnded, Optional<FileRecord> removed) {}

    /** A claim that is past its time. */
    record ExpiredClaim(String cid, String account) {}
}
