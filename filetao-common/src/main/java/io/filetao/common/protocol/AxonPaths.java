package io.filetao.common.protocol;

import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request targets of a node's axon; the first segment is the version of the protocol. */
public final class AxonPaths {

    public static final String PING = "/v1/ping";

    /** Where a validator tells users its API node; unsigned. */
    public static final String API = "/v1/api";

    /** Where a miner tells a validator that it leaves. */
    public static final String DEPARTURES = "/v1/departures";

    public static final String SHARDS = "/v1/shards";
    public static final String SHARD_STATUS = "/v1/shards/status";
    public static final String CHALLENGES = "/v1/challenges";
    public static final String OPENINGS = "/v1/openings";
    public static final String VERDICTS = "/v1/verdicts";
    public static final String SWEEPS = "/v1/sweeps";
    public static final String SWEEP_OPENINGS = "/v1/sweep-openings";
    public static final String COMMITS = "/v1/commits";
    public static final String DROPS = "/v1/drops";
    public static final String INVENTORY = "/v1/inventory";
    public static final String MANIFESTS = "/v1/manifests";

    private static final Pattern ID = Pattern.compile("/[0-9a-f]{16,}");

    private AxonPaths() {}

    /** A target without what differs from call to call: its query, and ids, which become {@code {id}}. */
    public static String pattern(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return ID.matcher(path).replaceAll("/{id}");
    }

    /** Where a shard is stored. */
    public static String shard(ShardId rid) {
        return SHARDS + "/" + rid.hex();
    }

    /** Where a page of the shards that a miner holds for the caller is read; {@code after} is null for the first. */
    public static String inventory(@Nullable ShardId after) {
        return after == null ? INVENTORY : INVENTORY + "?after=" + after.hex();
    }

    /** Where a miner's copy of a file's manifest is read, as the {@link CommitRequest} that brought it. */
    public static String manifest(FileId file) {
        return MANIFESTS + "/" + file.hex();
    }

    /** Where all that the public may know of a shard is read. */
    public static String proof(ShardId rid) {
        return shard(rid) + "/proof";
    }

    /**
     * Where a range of a sealed shard is read, with the proof of every piece that it touches.
     *
     * @param seed fresh randomness that the answer's chain starts from
     */
    public static String pieces(ShardId rid, long from, long length, Hash seed) {
        return shard(rid) + "/pieces?from=" + from + "&length=" + length + "&seed=" + seed.hex();
    }
}
