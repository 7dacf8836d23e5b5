package io.filetao.common.repair;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shards that a user was not served, or wrongly, as API nodes report them; the validator has them proven at once. The list is short and
 * may lose its oldest entries: what it misses is found by challenges. Thread-safe.
 */
public final class SuspectShards {

    private static final int KEPT = 1000;

    private final RedisCalls redis;
    private final byte[] key;

    public SuspectShards(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.key = RedisCalls.bytes(keys.suspects());
    }

    /**
     * A shard to look at.
     *
     * @param segment index of the segment
     * @param rid 32 hex digits
     */
    public record Suspect(String cid, int segment, String rid) {}

    public void report(Suspect suspect) {
        byte[] entry =
                RedisCalls.bytes(suspect.cid() + " " + suspect.segment() + " " + suspect.rid());
        this.redis.call(connection -> {
            connection.listCommands().rPush(this.key, entry);
            connection.listCommands().lTrim(this.key, -KEPT, -1);
            return null;
        });
    }

    /** Takes the oldest reports, each once. */
    public List<Suspect> take(int limit) {
        List<byte[]> entries =
                this.redis.call(connection -> connection.listCommands().lPop(this.key, limit));
        List<Suspect> suspects = new ArrayList<>();
        for (byte[] entry : entries == null ? List.<byte[]>of() : entries) {
            @Nullable Suspect suspect = parse(RedisCalls.text(entry));
            if (suspect != null && !suspects.contains(suspect)) {
                suspects.add(suspect);
            }
        }
        return suspects;
    }

    private static @Nullable Suspect parse(String entry) {
        String[] words = entry.split(" ", -1);
        return words.length == 3 && words[1].matches("\\d{1,9}")
                ? new Suspect(words[0], Integer.parseInt(words[1]), words[2])
                : null;
    }
}
