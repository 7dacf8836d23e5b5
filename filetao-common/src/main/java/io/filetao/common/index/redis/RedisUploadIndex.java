package io.filetao.common.index.redis;

import static io.filetao.common.redis.RedisCalls.bytes;
import static io.filetao.common.redis.RedisCalls.text;

import io.filetao.common.crypto.Hash;
import io.filetao.common.index.PendingUpload.Terms;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.UploadIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@link UploadIndex} in Redis: a hash for each upload, and one list of when they end. */
public final class RedisUploadIndex implements UploadIndex {

    private static final LuaScript ADVANCE = LuaScript.named("advance-upload");
    private static final String TERMS = "m";
    private static final String LENGTH = "l";
    private static final String OFFSET = "o";
    private static final String DIGEST = "d";
    private static final String END = "e";
    private static final String CID = "c";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RedisCalls redis;
    private final Keyspace keys;

    public RedisUploadIndex(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    @Override
    public void begin(PendingUpload upload) {
        Map<byte[], byte[]> fields = new HashMap<>();
        fields.put(bytes(TERMS), terms(upload));
        upload.length().ifPresent(length -> fields.put(bytes(LENGTH), bytes(length)));
        fields.put(bytes(OFFSET), bytes(upload.offset()));
        fields.put(bytes(DIGEST), upload.digest());
        fields.put(bytes(END), bytes(upload.expiresAt().toEpochMilli()));
        // Listed first: what is listed and not there costs nothing, what is there and not listed
        // stays.
        list(upload.id(), upload.expiresAt());
        byte[] key = key(upload.id());
        this.redis.call(connection -> {
            connection.hashCommands().hMSet(key, fields);
            return null;
        });
    }

    @Override
    public Optional<PendingUpload> find(String id) {
        byte[] key = key(id);
        Map<byte[], byte[]> found =
                this.redis.call(connection -> connection.hashCommands().hGetAll(key));
        if (found == null) {
            return Optional.empty();
        }
        Map<String, byte[]> fields = new HashMap<>();
        found.forEach((name, value) -> fields.put(text(name), value));
        // Of one that is being removed, parts may be there for a moment.
        return fields.keySet().containsAll(Set.of(TERMS, OFFSET, DIGEST, END))
                ? Optional.of(decode(id, fields))
                : Optional.empty();
    }

    @Override
    public boolean settleLength(String id, long length) {
        byte[] key = key(id);
        Boolean first =
                this.redis.call(connection ->
                        connection.hashCommands().hSetNX(key, bytes(LENGTH), bytes(length)));
        if (Boolean.TRUE.equals(first)) {
            return true;
        }
        byte[] known =
                this.redis.call(connection -> connection.hashCommands().hGet(key, bytes(LENGTH)));
        return known != null && text(known).equals(Long.toString(length));
    }

    @Override
    public boolean advance(PendingUpload before, PendingUpload after) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(before.offset()));
        arguments.add(bytes(after.offset()));
        arguments.add(after.digest());
        arguments.add(bytes(after.expiresAt().toEpochMilli()));
        for (int i = before.segments().size(); i < after.segments().size(); i++) {
            arguments.add(bytes(FileCodec.segmentField(i)));
            arguments.add(SegmentCodec.encode(after.segments().get(i)));
        }
        boolean advanced =
                this.redis.runForNumber(
                                ADVANCE,
                                List.of(this.keys.resumable(before.id())),
                                arguments.toArray(byte[][]::new))
                        == 1;
        if (advanced) {
            list(after.id(), after.expiresAt());
        }
        return advanced;
    }

    @Override
    public void finish(String id, String cid, Instant until) {
        byte[] key = key(id);
        int segments = find(id).map(upload -> upload.segments().size()).orElse(0);
        byte[][] fields =
                IntStream.range(0, segments)
                        .mapToObj(number -> bytes(FileCodec.segmentField(number)))
                        .toArray(byte[][]::new);
        this.redis.call(connection -> {
            // The identifier first: from then on nobody takes the segments for unfinished.
            connection.hashCommands().hSet(key, bytes(CID), bytes(cid));
            connection.keyCommands().pExpireAt(key, until.toEpochMilli());
            if (fields.length > 0) {
                connection.hashCommands().hDel(key, fields);
            }
            return connection
                    .zSetCommands()
                    .zRem(bytes(this.keys.resumables()), new byte[][] {bytes(id)});
        });
    }

    @Override
    public void remove(String id) {
        this.redis.call(connection -> {
            connection.keyCommands().del(key(id));
            return connection
                    .zSetCommands()
                    .zRem(bytes(this.keys.resumables()), new byte[][] {bytes(id)});
        });
    }

    @Override
    public List<String> expired(Instant before, int limit) {
        Set<byte[]> ids =
                this.redis.call(connection ->
                        connection
                                .zSetCommands()
                                .zRangeByScore(
                                        bytes(this.keys.resumables()),
                                        Range.of(
                                                Range.Bound.unbounded(),
                                                Range.Bound.exclusive(
                                                        (double) before.toEpochMilli())),
                                        Limit.limit().count(limit)));
        return ids == null ? List.of() : ids.stream().map(RedisCalls::text).toList();
    }

    private void list(String id, Instant end) {
        this.redis.call(connection ->
                connection
                        .zSetCommands()
                        .zAdd(bytes(this.keys.resumables()), end.toEpochMilli(), bytes(id)));
    }

    private byte[] key(String id) {
        return bytes(this.keys.resumable(id));
    }

    private static byte[] terms(PendingUpload upload) {
        Terms terms = upload.terms();
        ObjectNode json =
                JSON.createObjectNode()
                        .put("id", upload.fileId())
                        .put("a", terms.account())
                        .put("t", terms.contentType())
                        .put("ttl", terms.ttl().toSeconds());
        put(json, "p", terms.payload());
        put(json, "n", terms.name());
        put(json, "m", terms.metadata());
        put(json, "d", terms.digest() == null ? null : terms.digest().hex());
        return JSON.writeValueAsBytes(json);
    }

    private static void put(ObjectNode json, String member, @Nullable String value) {
        if (value != null) {
            json.put(member, value);
        }
    }

    private static PendingUpload decode(String id, Map<String, byte[]> fields) {
        JsonNode json = JSON.readTree(field(fields, TERMS));
        List<SegmentRecord> segments = new ArrayList<>();
        for (byte[] bytes = fields.get(FileCodec.segmentField(0));
                bytes != null;
                bytes = fields.get(FileCodec.segmentField(segments.size()))) {
            segments.add(SegmentCodec.decode(bytes, _ -> null));
        }
        byte[] length = fields.get(LENGTH);
        byte[] cid = fields.get(CID);
        return new PendingUpload(
                id,
                json.get("id").stringValue(),
                new Terms(
                        json.get("a").stringValue(),
                        json.path("p").stringValue(null),
                        json.path("n").stringValue(null),
                        json.get("t").stringValue(),
                        Duration.ofSeconds(json.get("ttl").longValue()),
                        json.path("m").stringValue(null),
                        json.has("d") ? Hash.ofHex(json.get("d").stringValue()) : null),
                length == null ? OptionalLong.empty() : OptionalLong.of(number(length)),
                number(field(fields, OFFSET)),
                field(fields, DIGEST),
                segments,
                Instant.ofEpochMilli(number(field(fields, END))),
                cid == null ? null : text(cid));
    }

    private static long number(byte[] digits) {
        return Long.parseLong(text(digits));
    }

    private static byte[] field(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("An upload in Redis lacks its field " + name);
        }
        return value;
    }
}
