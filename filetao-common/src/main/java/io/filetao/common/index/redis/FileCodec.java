package io.filetao.common.index.redis;

import io.filetao.common.content.ContentRoot;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.redis.RedisCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A file's record as the fields of a hash, and a claim as JSON; {@code Keyspace} shows samples. */
final class FileCodec {

    static final String HEADER = "m";

    private static final String GROUPS = "g";

    private static final JsonMapper JSON = JsonMapper.shared();

    private FileCodec() {}

    static byte[] header(FileRecord file) {
        return JSON.writeValueAsBytes(
                JSON.createObjectNode()
                        .put("id", file.fileId())
                        .put("size", file.size())
                        .put("root", file.contentRoot().hex())
                        .put("created", file.createdAt().toEpochMilli()));
    }

    /** Field and value of every part of the record but its header, one after the other. */
    static List<byte[]> parts(FileRecord file) {
        List<byte[]> parts = new ArrayList<>();
        if (!file.contentRoot().groups().isEmpty()) {
            parts.add(RedisCalls.bytes(GROUPS));
            parts.add(Hash.join(file.contentRoot().groups()));
        }
        for (int i = 0; i < file.segments().size(); i++) {
            parts.add(RedisCalls.bytes(segmentField(i)));
            parts.add(SegmentCodec.encode(file.segments().get(i)));
            for (ShardRecord shard : file.segments().get(i).shards()) {
                String failure = shard.failure();
                if (failure != null) {
                    parts.add(RedisCalls.bytes(failureField(i, shard.number())));
                    parts.add(RedisCalls.bytes(failure));
                }
            }
        }
        return parts;
    }

    static FileRecord decode(String cid, Map<String, byte[]> fields) {
        JsonNode header = JSON.readTree(field(fields, HEADER));
        List<SegmentRecord> segments = new ArrayList<>();
        for (byte[] bytes = fields.get(segmentField(0));
                bytes != null;
                bytes = fields.get(segmentField(segments.size()))) {
            int index = segments.size();
            segments.add(
                    SegmentCodec.decode(
                            bytes, number -> text(fields.get(failureField(index, number)))));
        }
        return new FileRecord(
                cid,
                header.get("id").stringValue(),
                header.get("size").longValue(),
                new ContentRoot(
                        Hash.ofHex(header.get("root").stringValue()), groups(fields.get(GROUPS))),
                Instant.ofEpochMilli(header.get("created").longValue()),
                segments);
    }

    private static List<Hash> groups(byte @Nullable [] bytes) {
        return bytes == null ? List.of() : Hash.split(bytes);
    }

    static long size(byte[] header) {
        return JSON.readTree(header).get("size").longValue();
    }

    static String segmentField(int segment) {
        return "s" + segment;
    }

    static String failureField(int segment, int number) {
        return "f" + segment + "." + number;
    }

    static byte[] claim(Claim claim) {
        ObjectNode json = JSON.createObjectNode();
        if (claim.payload() != null) {
            json.put("p", claim.payload());
        }
        if (claim.name() != null) {
            json.put("n", claim.name());
        }
        json.put("t", claim.contentType());
        json.put("c", claim.createdAt().toEpochMilli());
        json.put("e", claim.expiresAt().toEpochMilli());
        return JSON.writeValueAsBytes(json);
    }

    static Claim claim(String account, byte[] bytes) {
        JsonNode json = JSON.readTree(bytes);
        return new Claim(
                account,
                json.path("p").stringValue(null),
                json.path("n").stringValue(null),
                json.path("t").stringValue("application/octet-stream"),
                Instant.ofEpochMilli(json.get("c").longValue()),
                Instant.ofEpochMilli(json.get("e").longValue()));
    }

    private static byte[] field(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("A file's record in Redis lacks its field " + name);
        }
        return value;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : RedisCalls.text(bytes);
    }
}
