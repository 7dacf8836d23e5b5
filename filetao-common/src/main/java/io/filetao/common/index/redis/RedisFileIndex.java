package io.filetao.common.index.redis;

import static io.filetao.common.redis.RedisCalls.bytes;
import static io.filetao.common.redis.RedisCalls.text;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FilePage;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardName;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.index.ShardStatus;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisCalls.Command;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.ReturnType;

/**
 * {@link FileIndex} in Redis; {@link Keyspace} draws the keys.
 *
 * <p>Every change of a file's record is one script in the file's slot. What is derived from it follows right after; should the program
 * end in between, or Redis go away, {@link #followOverdue} makes up for it.
 */
public final class RedisFileIndex implements FileIndex {

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisFileIndex.class);

    private static final LuaScript RECORD = LuaScript.named("record-file");
    private static final LuaScript DERIVE = LuaScript.named("derive-file");
    private static final LuaScript CLAIM = LuaScript.named("claim");
    private static final LuaScript END_CLAIM = LuaScript.named("end-claim");
    private static final LuaScript REPLACE_SHARD = LuaScript.named("replace-shard");
    private static final LuaScript ADD_SHARD = LuaScript.named("add-shard");
    private static final LuaScript FIND_RIDS = LuaScript.named("find-rids");

    private static final int FAILURE_LIMIT = 200;
    private static final byte[] NOTHING = {};

    private final RedisCalls redis;
    private final Keyspace keys;
    private final HeldShards heldShards;
    private final Outbox outbox;

    public RedisFileIndex(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
        this.heldShards = new HeldShards(redis, keys);
        this.outbox = new Outbox(redis, keys, this.heldShards, this::read);
    }

    @Override
    public Optional<FileRecord> find(String cid) {
        return Optional.ofNullable(read(cid));
    }

    private @Nullable FileRecord read(String cid) {
        Map<byte[], byte[]> fields =
                this.redis.call(connection ->
                        connection.hashCommands().hGetAll(bytes(this.keys.file(cid))));
        if (fields == null || fields.isEmpty()) {
            return null;
        }
        Map<String, byte[]> byName = new HashMap<>();
        fields.forEach((name, value) -> byName.put(text(name), value));
        return FileCodec.decode(cid, byName);
    }

    @Override
    public Optional<SegmentRecord> findSegment(String cid, int segment) {
        byte[] key = bytes(this.keys.file(cid));
        String field = FileCodec.segmentField(segment);
        byte[] bytes =
                this.redis.call(connection -> connection.hashCommands().hGet(key, bytes(field)));
        if (bytes == null) {
            return Optional.empty();
        }
        List<Integer> failed = SegmentCodec.failed(bytes);
        Map<Integer, byte[]> reasons = new HashMap<>();
        if (!failed.isEmpty()) {
            byte[][] fields =
                    failed.stream()
                            .map(number -> bytes(FileCodec.failureField(segment, number)))
                            .toArray(byte[][]::new);
            List<byte[]> found =
                    this.redis.call(connection -> connection.hashCommands().hMGet(key, fields));
            for (int i = 0; found != null && i < failed.size(); i++) {
                if (found.get(i) != null) {
                    reasons.put(failed.get(i), found.get(i));
                }
            }
        }
        return Optional.of(
                SegmentCodec.decode(
                        bytes,
                        number -> reasons.containsKey(number) ? text(reasons.get(number)) : null));
    }

    @Override
    public FileRecord record(FileRecord file, Claim claim) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(FileCodec.header(file));
        arguments.add(bytes(claim.account()));
        arguments.add(FileCodec.claim(claim));
        arguments.addAll(FileCodec.parts(file));
        long entered = this.outbox.enter(file.cid());
        // Known by its id first: a miner that asks in between is answered from the record, or told
        // to wait.
        this.redis.call(connection ->
                connection
                        .hashCommands()
                        .hSet(
                                bytes(this.keys.fileIds(file.fileId())),
                                SegmentCodec.rid(file.fileId()),
                                Cid.decode(file.cid()).digest().bytes()));
        List<byte[]> standing =
                this.redis.run(
                        RECORD,
                        ReturnType.MULTI,
                        fileKeys(file.cid()),
                        arguments.toArray(byte[][]::new));
        FileRecord recorded =
                standing == null || standing.isEmpty()
                        ? file
                        : FileCodec.decode(file.cid(), fields(standing));
        finish(file, recorded, entered);
        return recorded;
    }

    @Override
    public boolean claim(String cid, Claim claim) {
        long entered = this.outbox.enter(cid);
        long claimed =
                this.redis.runForNumber(
                        CLAIM, fileKeys(cid), bytes(claim.account()), FileCodec.claim(claim));
        follow(cid, entered);
        return claimed == 1;
    }

    @Override
    public Optional<Claim> findClaim(String cid, String account) {
        byte[] claim =
                this.redis.call(connection ->
                        connection
                                .hashCommands()
                                .hGet(bytes(this.keys.payload(cid)), bytes(account)));
        return Optional.ofNullable(claim).map(bytes -> FileCodec.claim(account, bytes));
    }

    @Override
    public List<Claim> claims(String cid) {
        Map<byte[], byte[]> claims =
                this.redis.call(connection ->
                        connection.hashCommands().hGetAll(bytes(this.keys.payload(cid))));
        return claims == null
                ? List.of()
                : claims.entrySet().stream()
                        .map(entry -> FileCodec.claim(text(entry.getKey()), entry.getValue()))
                        .toList();
    }

    @Override
    public Ended endClaim(String cid, String account) {
        return endClaim(cid, account, NOTHING);
    }

    @Override
    public Ended endExpiredClaim(String cid, String account, Instant before) {
        return endClaim(cid, account, bytes(before.toEpochMilli()));
    }

    private Ended endClaim(String cid, String account, byte[] before) {
        long entered = this.outbox.enter(cid);
        List<Object> answer =
                Objects.requireNonNull(
                        this.redis.run(
                                END_CLAIM,
                                ReturnType.MULTI,
                                fileKeys(cid),
                                bytes(account),
                                before));
        follow(cid, entered);
        boolean ended = !answer.getFirst().equals(0L);
        if (answer.size() == 1) {
            return new Ended(ended, Optional.empty());
        }
        List<byte[]> record =
                answer.subList(1, answer.size()).stream().map(part -> (byte[]) part).toList();
        return new Ended(ended, Optional.of(FileCodec.decode(cid, fields(record))));
    }

    @Override
    public FilePage list(String account, @Nullable String cursor, int limit) {
        PageCursor from = PageCursor.parse(cursor);
        List<FilePage.Entry> items = new ArrayList<>();
        PageCursor last = from;
        boolean more = true;
        while (more && items.size() < limit) {
            List<PageCursor> part = after(account, last, limit + 1 - items.size());
            more = part.size() > limit - items.size();
            List<PageCursor> wanted = part.subList(0, Math.min(part.size(), limit - items.size()));
            items.addAll(entries(account, wanted));
            if (!wanted.isEmpty()) {
                last = wanted.getLast();
            }
        }
        return new FilePage(items, more ? last.toString() : null);
    }

    /** The account's files that come after the given one; files of one millisecond are in the order of their CIDs. */
    private List<PageCursor> after(String account, PageCursor last, int limit) {
        List<PageCursor> after = new ArrayList<>();
        for (int offset = 0; after.size() < limit; ) {
            int skip = offset;
            var part =
                    this.redis.call(connection ->
                            connection
                                    .zSetCommands()
                                    .zRevRangeByScoreWithScores(
                                            bytes(this.keys.account(account)),
                                            Range.of(
                                                    Range.Bound.unbounded(),
                                                    Range.Bound.inclusive((double) last.millis())),
                                            Limit.limit().offset(skip).count(limit)));
            if (part == null || part.isEmpty()) {
                break;
            }
            part.stream()
                    .map(tuple ->
                            new PageCursor(tuple.getScore().longValue(), text(tuple.getValue())))
                    .filter(entry -> entry.isAfter(last))
                    .limit(limit - after.size())
                    .forEach(after::add);
            offset += part.size();
        }
        return after;
    }

    /** Looks the claims and sizes up; an entry whose claim is gone is not shown. */
    private List<FilePage.Entry> entries(String account, List<PageCursor> files) {
        List<Command> commands = new ArrayList<>();
        for (PageCursor file : files) {
            byte[] claims = bytes(this.keys.payload(file.cid()));
            byte[] record = bytes(this.keys.file(file.cid()));
            commands.add(redis -> redis.hget(claims, bytes(account)));
            commands.add(redis -> redis.hget(record, bytes(FileCodec.HEADER)));
        }
        List<@Nullable Object> answers = this.redis.pipeline(commands);
        List<FilePage.Entry> entries = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (answers.get(2 * i) instanceof byte[] claim
                    && answers.get(2 * i + 1) instanceof byte[] header) {
                entries.add(
                        new FilePage.Entry(
                                files.get(i).cid(),
                                FileCodec.size(header),
                                FileCodec.claim(account, claim)));
            }
        }
        return entries;
    }

    @Override
    public boolean replaceShard(
            String cid, int segment, ShardRecord expected, ShardRecord replacement) {
        if (expected.number() != replacement.number()) {
            throw new IllegalArgumentException("A shard is replaced by one of the same number");
        }
        boolean moves = !expected.rid().equals(replacement.rid());
        long entered = moves ? this.outbox.enter(cid) : 0;
        long replaced =
                this.redis.runForNumber(
                        REPLACE_SHARD,
                        List.of(this.keys.file(cid), this.keys.outbox(cid)),
                        bytes(segment),
                        SegmentCodec.rid(expected.rid()),
                        SegmentCodec.counter(expected),
                        SegmentCodec.encode(replacement),
                        failure(replacement));
        if (moves) {
            follow(cid, entered);
        }
        return replaced == 1;
    }

    @Override
    public boolean addShard(String cid, int segment, ShardRecord shard) {
        long entered = this.outbox.enter(cid);
        long added =
                this.redis.runForNumber(
                        ADD_SHARD,
                        List.of(this.keys.file(cid), this.keys.outbox(cid)),
                        bytes(segment),
                        SegmentCodec.encode(shard),
                        failure(shard));
        follow(cid, entered);
        return added == 1;
    }

    private static byte[] failure(ShardRecord shard) {
        String failure = shard.failure();
        if (failure == null) {
            return NOTHING;
        }
        return bytes(failure.substring(0, Math.min(failure.length(), FAILURE_LIMIT)));
    }

    @Override
    public void beginUpload(String fileId, Duration lease) {
        this.redis.call(connection ->
                connection
                        .stringCommands()
                        .pSetEx(bytes(this.keys.upload(fileId)), lease.toMillis(), bytes(1)));
    }

    @Override
    public void endUpload(String fileId) {
        this.redis.call(
                connection -> connection.keyCommands().del(bytes(this.keys.upload(fileId))));
    }

    @Override
    public List<ShardStatus> statuses(List<ShardName> shards) {
        Map<String, List<ShardName>> byFile = new LinkedHashMap<>();
        shards.forEach(
                shard -> byFile.computeIfAbsent(shard.fileId(), _ -> new ArrayList<>()).add(shard));
        Map<ShardName, ShardStatus> known = new HashMap<>();
        List<String> fileIds = List.copyOf(byFile.keySet());
        // The upload is asked for first: once it is over, the file id of a recorded file has been
        // written.
        List<@Nullable Object> uploads =
                this.redis.pipeline(fileIds.stream().map(this::uploadGoesOn).toList());
        List<@Nullable Object> digests =
                this.redis.pipeline(fileIds.stream().map(this::digestOf).toList());
        for (int i = 0; i < fileIds.size(); i++) {
            List<ShardName> ofFile = Objects.requireNonNull(byFile.get(fileIds.get(i)));
            ShardStatus otherwise =
                    Long.valueOf(1).equals(uploads.get(i))
                            ? ShardStatus.PENDING
                            : ShardStatus.UNKNOWN;
            List<Boolean> committed =
                    digests.get(i) instanceof byte[] digest
                            ? committed(Cid.ofDigest(Hash.of(digest)).toString(), ofFile)
                            : List.of();
            for (int j = 0; j < ofFile.size(); j++) {
                boolean recorded = !committed.isEmpty() && committed.get(j);
                known.put(ofFile.get(j), recorded ? ShardStatus.COMMITTED : otherwise);
            }
        }
        return shards.stream().map(shard -> Objects.requireNonNull(known.get(shard))).toList();
    }

    private Command uploadGoesOn(String fileId) {
        byte[] key = bytes(this.keys.upload(fileId));
        return redis -> redis.exists(key);
    }

    private Command digestOf(String fileId) {
        byte[] key = bytes(this.keys.fileIds(fileId));
        return redis -> redis.hget(key, SegmentCodec.rid(fileId));
    }

    private List<Boolean> committed(String cid, List<ShardName> shards) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(shards.getFirst().fileId()));
        shards.forEach(shard -> arguments.add(SegmentCodec.rid(shard.rid())));
        List<Long> answer =
                Objects.requireNonNull(
                        this.redis.run(
                                FIND_RIDS,
                                ReturnType.MULTI,
                                List.of(this.keys.file(cid)),
                                arguments.toArray(byte[][]::new)));
        return answer.stream().map(held -> held == 1).toList();
    }

    @Override
    public List<ExpiredClaim> expired(Instant before, int limit) {
        List<ExpiredClaim> expired = new ArrayList<>();
        for (String expiries : this.keys.allExpiries()) {
            Set<byte[]> ended =
                    this.redis.call(connection ->
                            connection
                                    .zSetCommands()
                                    .zRangeByScore(
                                            bytes(expiries),
                                            Range.of(
                                                    Range.Bound.unbounded(),
                                                    Range.Bound.exclusive(
                                                            (double) before.getEpochSecond())),
                                            Limit.limit().count(limit - expired.size())));
            if (ended != null) {
                ended.stream()
                        .map(entry -> text(entry).split(" ", 2))
                        .map(entry -> new ExpiredClaim(entry[0], entry[1]))
                        .forEach(expired::add);
            }
            if (expired.size() >= limit) {
                break;
            }
        }
        return expired;
    }

    @Override
    public long usedBytes(Ss58Address miner) {
        return this.heldShards.bytes(miner);
    }

    @Override
    public long heldShards(Ss58Address miner) {
        return this.heldShards.count(miner);
    }

    @Override
    public Optional<HeldShard> randomShard(Ss58Address miner, RandomGenerator random) {
        return this.heldShards.random(miner, random);
    }

    @Override
    public HeldPage held(Ss58Address miner, int page) {
        return this.heldShards.page(miner, page);
    }

    @Override
    public Set<Ss58Address> holders() {
        return this.heldShards.holders();
    }

    /**
     * Brings derived data after the records whose change was not followed, because a program ended or Redis went away in between.
     *
     * @param age how long ago the change must have begun, longer than any change takes
     * @param limit most files in each of the 16 parts of the list
     * @return number of files that were looked at
     */
    public int followOverdue(Duration age, int limit) {
        return this.outbox.followOverdue(age, limit);
    }

    /**
     * Computes everything that is derived from a file's record and claims again, as after these were put back from a backup.
     *
     * @throws IndexUnavailableException when Redis went away; what is left is made up for later
     */
    public void derive(String cid) {
        long entered = this.outbox.enter(cid);
        this.redis.runForNumber(DERIVE, List.of(this.keys.payload(cid), this.keys.outbox(cid)));
        this.outbox.follow(cid, entered);
    }

    /** As in {@link #follow}: the caller must not take a failure here for one of the record. */
    private void finish(FileRecord file, FileRecord recorded, long entered) {
        try {
            endUpload(file.fileId());
            if (!recorded.fileId().equals(file.fileId())) {
                byte[] key = bytes(this.keys.fileIds(file.fileId()));
                this.redis.call(connection ->
                        connection.hashCommands().hDel(key, SegmentCodec.rid(file.fileId())));
            }
        } catch (IndexUnavailableException away) {
            LOGGER.warn("An upload ends by itself later fileId={}", file.fileId());
        }
        follow(file.cid(), entered);
    }

    /** The record stands already: a failure here is made up for later and does not undo it. */
    private void follow(String cid, long entered) {
        try {
            this.outbox.follow(cid, entered);
        } catch (IndexUnavailableException away) {
            LOGGER.warn("Derived data follows later cid={} reason=\"{}\"", cid, away.getMessage());
        }
    }

    private List<String> fileKeys(String cid) {
        return List.of(this.keys.file(cid), this.keys.payload(cid), this.keys.outbox(cid));
    }

    private static Map<String, byte[]> fields(List<byte[]> fieldsAndValues) {
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i + 1 < fieldsAndValues.size(); i += 2) {
            fields.put(text(fieldsAndValues.get(i)), fieldsAndValues.get(i + 1));
        }
        return fields;
    }
}
