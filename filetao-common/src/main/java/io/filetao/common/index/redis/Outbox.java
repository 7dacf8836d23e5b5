package io.filetao.common.index.redis;

import static io.filetao.common.redis.RedisCalls.bytes;
import static io.filetao.common.redis.RedisCalls.text;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.redis.HeldShards.Placed;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisCalls.Command;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.zset.Tuple;

/**
 * Brings what is derived from a file's record after it.
 *
 * <p>The scripts that change a record write what changed into the file's outbox, in the same step. Before that the file is entered in a
 * list of outboxes, so that whoever comes after a crash finds it. An entry only says where to look: what is derived is then made equal to
 * the record as it stands, so that entries may be followed twice, late, or by two programs at once.
 *
 * <pre>
 * S                                     every shard and the file id of the record are new
 * s segment(4) header(12) entry(124)    this shard came or went
 * G segment(4) header(12) entries       this segment went
 * M file id                             this file id went
 * C account                             this account's claim came, changed or went
 * </pre>
 */
final class Outbox {

    private static final LuaScript LEAVE = LuaScript.named("leave-outbox");
    private static final int BATCH = 256;

    private final RedisCalls redis;
    private final Keyspace keys;
    private final HeldShards heldShards;
    private final Records records;

    /** Reads a record as it stands. */
    interface Records {
        @Nullable FileRecord read(String cid);
    }

    Outbox(RedisCalls redis, Keyspace keys, HeldShards heldShards, Records records) {
        this.redis = redis;
        this.keys = keys;
        this.heldShards = heldShards;
        this.records = records;
    }

    /** Enters the file in the list of outboxes; to be called before its record changes. Answers the time entered. */
    long enter(String cid) {
        Instant now = Instant.now();
        long micros =
                TimeUnit.SECONDS.toMicros(now.getEpochSecond())
                        + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        this.redis.call(connection ->
                connection.zSetCommands().zAdd(bytes(this.keys.outboxes(cid)), micros, bytes(cid)));
        return micros;
    }

    /** Follows all entries of a file and strikes it off the list, unless somebody entered it again. */
    void follow(String cid, long entered) {
        byte[] outbox = bytes(this.keys.outbox(cid));
        for (List<byte[]> entries = read(outbox); !entries.isEmpty(); entries = read(outbox)) {
            follow(cid, entries);
            this.redis.pipeline(entries.stream().map(entry -> removal(outbox, entry)).toList());
        }
        this.redis.runForNumber(
                LEAVE, List.of(this.keys.outboxes(cid)), bytes(cid), bytes(entered));
    }

    /** By content: another program that follows the same entries takes nothing away that came since. */
    private static Command removal(byte[] outbox, byte[] entry) {
        return redis -> redis.lrem(outbox, 1, entry);
    }

    private List<byte[]> read(byte[] outbox) {
        List<byte[]> entries =
                this.redis.call(
                        connection -> connection.listCommands().lRange(outbox, 0, BATCH - 1));
        return entries == null ? List.of() : entries;
    }

    /**
     * Follows the outboxes that were entered longer ago than {@code age} and not struck off since, as a crash leaves them.
     *
     * @return how many were followed, at most {@code limit} in each of the lists
     */
    int followOverdue(Duration age, int limit) {
        long before = TimeUnit.MILLISECONDS.toMicros(Instant.now().minus(age).toEpochMilli());
        int followed = 0;
        for (String list : this.keys.allOutboxes()) {
            Set<Tuple> overdue =
                    this.redis.call(connection ->
                            connection
                                    .zSetCommands()
                                    .zRangeByScoreWithScores(
                                            bytes(list),
                                            Range.of(
                                                    Range.Bound.unbounded(),
                                                    Range.Bound.inclusive((double) before)),
                                            Limit.limit().count(limit)));
            if (overdue != null) {
                for (Tuple entry : overdue) {
                    follow(text(entry.getValue()), entry.getScore().longValue());
                    followed++;
                }
            }
        }
        return followed;
    }

    private void follow(String cid, List<byte[]> entries) {
        FileRecord record = this.records.read(cid);
        Hash digest = Cid.decode(cid).digest();
        Map<String, Placed> mentioned = new HashMap<>();
        Set<String> accounts = new HashSet<>();
        List<Command> commands = new ArrayList<>();
        for (byte[] entry : entries) {
            switch (entry[0]) {
                case 'S' -> {
                    if (record != null) {
                        mentioned.putAll(allOf(record, digest));
                        commands.add(fileIdCame(record, digest));
                    }
                }
                case 's', 'G' -> {
                    int index = ByteBuffer.wrap(entry, 1, 4).getInt();
                    byte[] encoded = Arrays.copyOfRange(entry, 5, entry.length);
                    SegmentRecord segment = SegmentCodec.decode(encoded, _ -> null);
                    mentioned.putAll(placed(segment, index, digest));
                }
                case 'M' -> {
                    String fileId = text(entry).substring(1);
                    if (record == null || !record.fileId().equals(fileId)) {
                        commands.add(fileIdWent(fileId));
                    }
                }
                case 'C' -> accounts.add(text(entry).substring(1));
                default -> throw new IllegalStateException("An outbox in Redis is damaged");
            }
        }
        follow(record == null ? Map.of() : allOf(record, digest), mentioned);
        accounts.forEach(account -> commands.addAll(followClaim(cid, account)));
        this.redis.pipeline(commands);
    }

    private void follow(Map<String, Placed> truth, Map<String, Placed> mentioned) {
        List<Placed> came = new ArrayList<>();
        List<Placed> went = new ArrayList<>();
        mentioned.forEach((rid, shard) -> (truth.containsKey(rid) ? came : went).add(shard));
        this.heldShards.add(came);
        this.heldShards.remove(went);
    }

    private List<Command> followClaim(String cid, String account) {
        byte[] stored =
                this.redis.call(connection ->
                        connection
                                .hashCommands()
                                .hGet(bytes(this.keys.payload(cid)), bytes(account)));
        byte[] files = bytes(this.keys.account(account));
        byte[] expiries = bytes(this.keys.expiry(cid));
        byte[] expiry = bytes(cid + " " + account);
        if (stored == null) {
            return List.of(
                    redis -> redis.zrem(files, bytes(cid)), redis -> redis.zrem(expiries, expiry));
        }
        Claim claim = FileCodec.claim(account, stored);
        double created = claim.createdAt().toEpochMilli();
        double ends = claim.expiresAt().getEpochSecond();
        return List.of(
                redis -> redis.zadd(files, created, bytes(cid)),
                redis -> redis.zadd(expiries, ends, expiry));
    }

    private Command fileIdCame(FileRecord record, Hash digest) {
        byte[] key = bytes(this.keys.fileIds(record.fileId()));
        return redis -> redis.hset(key, SegmentCodec.rid(record.fileId()), digest.bytes());
    }

    private Command fileIdWent(String fileId) {
        byte[] key = bytes(this.keys.fileIds(fileId));
        return redis -> redis.hdel(key, SegmentCodec.rid(fileId));
    }

    private static Map<String, Placed> allOf(FileRecord record, Hash digest) {
        Map<String, Placed> all = new HashMap<>();
        for (int i = 0; i < record.segments().size(); i++) {
            all.putAll(placed(record.segments().get(i), i, digest));
        }
        return all;
    }

    private static Map<String, Placed> placed(SegmentRecord segment, int index, Hash digest) {
        Map<String, Placed> placed = new HashMap<>();
        for (ShardRecord shard : segment.shards()) {
            placed.put(
                    shard.rid(),
                    new Placed(
                            shard.miner(),
                            SegmentCodec.rid(shard.rid()),
                            digest,
                            index,
                            shard.number(),
                            shard.length()));
        }
        return placed;
    }
}
