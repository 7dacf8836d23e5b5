package io.filetao.common.redis;

import io.filetao.common.wallet.Ss58Address;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every key, drawn once. All of them stand under one prefix, {@code filetao:} unless {@code filetao.redis.prefix} says otherwise, so
 * that several nodes can share a server. The part between braces is a hash tag: keys with the same tag lie in one slot of a cluster.
 *
 * <pre>
 * the truth about a file, one slot each; changed by scripts only
 *   file:{bafkrei…}             hash    m       → {"id":"9f…","size":314572800,"root":"5b…","created":1795345200123}
 *                                       g       → 32 bytes for each 4 MiB, the tree's nodes above them; absent below two
 *                                       s0      → segment 0: k, n, size, L, then 124 bytes for each shard
 *                                       f0.12   → why shard 12 of segment 0 failed; absent while it did not
 *   payload:{bafkrei…}          hash    5Grw…   → the claim of that account: {"p":"…","n":"a.txt","t":"text/plain","c":…,"e":…}
 *   outbox:{bafkrei…}           list    changes of the two above that the derived data below has yet to follow
 *
 * derived from it
 *   outbox:0 … outbox:f         zset    bafkrei… → since when (µs); the files whose outbox may hold something
 *   account:5Grw…               zset    bafkrei… → created (ms); an account's files
 *   expiry:0 … expiry:f         zset    bafkrei… 5Grw… → when the claim ends (s)
 *   fileids:9f3a                hash    16 bytes of file id → 32 bytes of CID digest, those that begin with 9f3a
 *   hotkey:5Hot…                hash    shards → 812, bytes → 1702887424, buckets → 9; what a miner holds
 *   shards:{hotkey:5Hot…}:7     hash    rid → CID digest, segment, number; bucket 7 of what it holds
 *   holders                     set     5Hot…; every miner that ever held a shard
 *
 * of their own
 *   schema                      string  1
 *   upload:9f…                  string  1, expires; an upload that is going on
 *   resumable:{9f…}             hash    m → {"id":"3c…","a":"5Grw…","t":"text/plain",…}, l → length, o → offset, d → state of the digest,
 *                                       e → when it is given up (ms), s0 → segment 0; c → bafkrei… once the file is recorded, expires then
 *   resumables                  zset    9f… → when that upload is given up (ms)
 *   nonce:5Hot…:1795…           string  1, expires; a nonce that was used
 *   lock:{store}                string  token of the holder, expires
 *   lock:{store}:fence          string  number of the newest lease, expires a month after it
 *   chunk:&lt;rid&gt;                 hash    validator → 5Grw…, bytes → 6743096; a shard on a miner's disk
 *   chunks:{lists}:…                    a miner's lists of its shards, drawn in its RedisShardIndex
 *   repair:{queue}:…            jobs    hash    segment bafkrei… 0 → what is known of the job
 *                               ready   zset    job → rank; the most endangered segment is the smallest
 *                               later   zset    job → when it is tried (again) (ms)
 *                               leased  zset    job → end of its worker's lease (ms)
 *   stats:5Hot…                 hash    a miner's record of successes and its tier
 *   window                      string  1440; block in which the current window of statistics began
 *   rules                       string  {"alpha":0.05,…,"tiers":[…]}; the rules that the validator works by
 *   leaving                     hash    5Hot… → 1795345200123; miners that leave, and when each was last looked through (ms)
 *   suspects                    list    bafkrei… 0 9f…; shards that users were not served, to be proven
 *   synthetic:5Hot…             string  bytes of random data that the miner may still be sent, and when that was; expires
 *   round:challenge             string  4711; the newest slot of that chore that was taken
 *   events                      stream  event → one line of JSON; the newest events
 *   tokens                      hash    3fa9… → {"sha256":"…","hotkey":"5Hot…","account":"5Grw…","scopes":["READ"],…}
 *   rate:5Grw…                  string  when a caller's next request is due (µs), expires
 *   streams:5Grw…               zset    transfer → when its lease ends (ms), expires
 *   quota:5Grw…:20651           string  bytes that an account sent on that day, expires
 *   idempotency:5Grw…:9f…       hash    what was asked under a key and what was answered, expires
 * </pre>
 *
 * @param prefix put before every key, ends with a colon or is empty
 */
public record Keyspace(String prefix) {

    /** Layout of everything above; counts up with every change that an older program would misread. */
    public static final int SCHEMA = 1;

    private static final int PARTITIONS = 16;

    public String schema() {
        return this.prefix + "schema";
    }

    public String file(String cid) {
        return this.prefix + "file:{" + cid + "}";
    }

    public String payload(String cid) {
        return this.prefix + "payload:{" + cid + "}";
    }

    public String outbox(String cid) {
        return this.prefix + "outbox:{" + cid + "}";
    }

    /** The list of outboxes that this file's is found in. */
    public String outboxes(String cid) {
        return this.prefix + "outbox:" + partition(cid);
    }

    public List<String> allOutboxes() {
        return partitions("outbox:");
    }

    public String account(String account) {
        return this.prefix + "account:" + account;
    }

    /** The list of expiry times that this file's claims are found in. */
    public String expiry(String cid) {
        return this.prefix + "expiry:" + partition(cid);
    }

    public List<String> allExpiries() {
        return partitions("expiry:");
    }

    /** @param fileId 32 hex digits */
    public String fileIds(String fileId) {
        return this.prefix + "fileids:" + fileId.substring(0, 4);
    }

    public String upload(String fileId) {
        return this.prefix + "upload:" + fileId;
    }

    /** @param id 32 hex digits of an upload over several requests */
    public String resumable(String id) {
        return this.prefix + "resumable:{" + id + "}";
    }

    /** When uploads over several requests are given up. */
    public String resumables() {
        return this.prefix + "resumables";
    }

    public String hotkey(Ss58Address miner) {
        return this.prefix + "hotkey:" + miner;
    }

    /** The hash tag is the whole of {@link #hotkey}, so that both lie in one slot. */
    public String shards(Ss58Address miner, int bucket) {
        return this.prefix + "shards:{" + hotkey(miner) + "}:" + bucket;
    }

    /** Every miner that ever held a shard. */
    public String holders() {
        return this.prefix + "holders";
    }

    /** One of the parts of the repair queue, which lie in one slot. */
    public String repair(String part) {
        return this.prefix + "repair:{queue}:" + part;
    }

    public String stats(Ss58Address miner) {
        return this.prefix + "stats:" + miner;
    }

    /** The newest slot of a chore that was taken. */
    public String round(String chore) {
        return this.prefix + "round:" + chore;
    }

    /** Miners that leave. */
    public String leaving() {
        return this.prefix + "leaving";
    }

    /** Shards that users were not served. */
    public String suspects() {
        return this.prefix + "suspects";
    }

    /** What is left of a miner's allowance of random data. */
    public String synthetic(Ss58Address miner) {
        return this.prefix + "synthetic:" + miner;
    }

    /** Block in which the current window of statistics began. */
    public String window() {
        return this.prefix + "window";
    }

    /** The rules that the validator works by. */
    public String rules() {
        return this.prefix + "rules";
    }

    public String events() {
        return this.prefix + "events";
    }

    /** The bearer tokens of the API. */
    public String tokens() {
        return this.prefix + "tokens";
    }

    /** How fast a caller may go on. */
    public String rate(String caller) {
        return this.prefix + "rate:" + caller;
    }

    /** The transfers that a caller has going on. */
    public String streams(String caller) {
        return this.prefix + "streams:" + caller;
    }

    /** What an account sent on a day, counted from 1970. */
    public String quota(String account, long day) {
        return this.prefix + "quota:" + account + ":" + day;
    }

    /** @param digest 64 hex digits, the SHA-256 of the caller's key */
    public String idempotency(String account, String digest) {
        return this.prefix + "idempotency:" + account + ":" + digest;
    }

    public String nonce(Ss58Address hotkey, long nonce) {
        return this.prefix + "nonce:" + hotkey + ":" + nonce;
    }

    public String lock(String name) {
        return this.prefix + "lock:{" + name + "}";
    }

    public String fence(String name) {
        return lock(name) + ":fence";
    }

    /** @param rid 32 hex digits */
    public String chunk(String rid) {
        return this.prefix + "chunk:" + rid;
    }

    /** A miner's list of all its shards, or one named part of it. */
    public String chunks(String part) {
        return this.prefix + (part.isEmpty() ? "chunks" : "chunks:" + part);
    }

    private String partition(String cid) {
        return Integer.toHexString(Math.floorMod(cid.hashCode(), PARTITIONS));
    }

    private List<String> partitions(String name) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(part -> this.prefix + name + Integer.toHexString(part))
                .toList();
    }
}
