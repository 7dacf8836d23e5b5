package io.filetao.miner.shard.redis;

import io.filetao.common.proof.ShardId;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisZSetCommands;
import org.springframework.data.redis.connection.zset.Tuple;

/**
 * Which shards the miner holds and when each needs attention. All of it is derived from the disk and can be rebuilt from there.
 *
 * <pre>
 * chunk:&lt;rid&gt;                    hash  validator → 5Grw…, bytes → 6743096
 * chunks:{lists}:held:5Grw…      zset  16 bytes of rid → 0; what is held for a validator, in order
 * chunks:{lists}:validators      set   5Grw…; those of whom there is a list
 * chunks:{lists}:due             zset  16 bytes of rid → when the shard needs attention (s)
 * chunks:{lists}:totals          hash  shards → 812, bytes → 1702887424
 * chunks:{lists}:complete        string  id of the directory that the lists are known to be complete for
 * </pre>
 *
 * The lists carry one hash tag, because one script changes them together.
 */
public final class RedisShardIndex {

    private static final LuaScript ADD = LuaScript.named("chunk-add");
    private static final LuaScript REMOVE = LuaScript.named("chunk-remove");
    private static final byte[] VALIDATOR = RedisCalls.bytes("validator");
    private static final byte[] BYTES = RedisCalls.bytes("bytes");
    private static final byte[] SHARDS = RedisCalls.bytes("shards");

    private final RedisCalls redis;
    private final Keyspace keys;

    public RedisShardIndex(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** One shard on this miner's disk. */
    public record Entry(ShardId rid, Ss58Address validator, long bytes) {}

    /**
     * What the miner holds.
     *
     * @param bytes of all files together
     */
    public record Totals(long shards, long bytes) {}

    /** Adds a shard, or changes when it needs attention. */
    public void add(Entry entry, Instant due) {
        byte[] key = RedisCalls.bytes(this.keys.chunk(entry.rid().hex()));
        this.redis.call(connection -> {
            connection
                    .hashCommands()
                    .hMSet(
                            key,
                            Map.of(
                                    VALIDATOR,
                                    RedisCalls.bytes(entry.validator().value()),
                                    BYTES,
                                    RedisCalls.bytes(entry.bytes())));
            return null;
        });
        this.redis.runForNumber(
                ADD,
                lists(entry.validator()),
                entry.rid().bytes(),
                RedisCalls.bytes(entry.bytes()),
                RedisCalls.bytes(due.getEpochSecond()),
                RedisCalls.bytes(entry.validator().value()));
    }

    /** Removes a shard; nothing happens when it is not there. */
    public void remove(Entry entry) {
        this.redis.runForNumber(
                REMOVE,
                lists(entry.validator()),
                entry.rid().bytes(),
                RedisCalls.bytes(entry.bytes()));
        this.redis.call(connection ->
                connection.keyCommands().del(RedisCalls.bytes(this.keys.chunk(entry.rid().hex()))));
    }

    /** Asks for no more attention to a shard that is not held. */
    public void forget(ShardId rid) {
        this.redis.call(connection ->
                connection.zSetCommands().zRem(RedisCalls.bytes(list("due")), rid.bytes()));
    }

    public Optional<Entry> find(ShardId rid) {
        List<byte[]> fields =
                this.redis.call(connection ->
                        connection
                                .hashCommands()
                                .hMGet(
                                        RedisCalls.bytes(this.keys.chunk(rid.hex())),
                                        VALIDATOR,
                                        BYTES));
        return fields == null || fields.get(0) == null || fields.get(1) == null
                ? Optional.empty()
                : Optional.of(
                        new Entry(
                                rid,
                                new Ss58Address(RedisCalls.text(fields.get(0))),
                                Long.parseLong(RedisCalls.text(fields.get(1)))));
    }

    /** Says when shards need attention next; those that are not held any more are passed over. */
    public void schedule(Collection<ShardId> rids, Instant due) {
        if (rids.isEmpty()) {
            return;
        }
        Set<Tuple> times =
                rids.stream()
                        .map(rid -> Tuple.of(rid.bytes(), (double) due.getEpochSecond()))
                        .collect(Collectors.toSet());
        this.redis.call(connection ->
                connection
                        .zSetCommands()
                        .zAdd(
                                RedisCalls.bytes(list("due")),
                                times,
                                RedisZSetCommands.ZAddArgs.ifExists()));
    }

    /** Shards that need attention by now, the longest overdue first. */
    public List<ShardId> due(Instant now, int limit) {
        return ids(
                this.redis.call(connection ->
                        connection
                                .zSetCommands()
                                .zRangeByScore(
                                        RedisCalls.bytes(list("due")),
                                        Range.closed(
                                                Double.NEGATIVE_INFINITY,
                                                (double) now.getEpochSecond()),
                                        Limit.limit().count(limit))));
    }

    /**
     * Shards held for a validator, in the order of their ids.
     *
     * @param after where the page before ended, null for the first
     */
    public List<ShardId> held(Ss58Address validator, @Nullable ShardId after, int limit) {
        Range.Bound<byte[]> from =
                after == null ? Range.Bound.unbounded() : Range.Bound.exclusive(after.bytes());
        return ids(
                this.redis.call(connection ->
                        connection
                                .zSetCommands()
                                .zRangeByLex(
                                        RedisCalls.bytes(list("held:" + validator)),
                                        Range.of(from, Range.Bound.unbounded()),
                                        Limit.limit().count(limit))));
    }

    public Totals totals() {
        List<byte[]> fields =
                this.redis.call(connection ->
                        connection
                                .hashCommands()
                                .hMGet(RedisCalls.bytes(list("totals")), SHARDS, BYTES));
        return fields == null
                ? new Totals(0, 0)
                : new Totals(number(fields.get(0)), number(fields.get(1)));
    }

    /** Whether everything in the directory of this id is known to be in the lists. */
    public boolean isCompleteFor(String directoryId) {
        byte[] id =
                this.redis.call(connection ->
                        connection.stringCommands().get(RedisCalls.bytes(list("complete"))));
        return id != null && RedisCalls.text(id).equals(directoryId);
    }

    /** Notes that everything in the directory is in the lists. */
    public void completeFor(String directoryId) {
        this.redis.call(connection ->
                connection
                        .stringCommands()
                        .set(RedisCalls.bytes(list("complete")), RedisCalls.bytes(directoryId)));
    }

    /** Empties the lists before they are filled anew. */
    public void clear() {
        byte[] validators = RedisCalls.bytes(list("validators"));
        List<byte[]> all = new ArrayList<>();
        for (String name : new String[] {"complete", "due", "totals"}) {
            all.add(RedisCalls.bytes(list(name)));
        }
        this.redis.call(connection -> {
            Set<byte[]> known = connection.setCommands().sMembers(validators);
            if (known != null) {
                known.forEach(validator ->
                        all.add(RedisCalls.bytes(list("held:" + RedisCalls.text(validator)))));
            }
            all.add(validators);
            return connection.keyCommands().del(all.toArray(byte[][]::new));
        });
    }

    private List<String> lists(Ss58Address validator) {
        return List.of(list("held:" + validator), list("due"), list("totals"), list("validators"));
    }

    private String list(String name) {
        return this.keys.chunks("{lists}:" + name);
    }

    private static long number(byte @Nullable [] field) {
        return field == null ? 0 : Long.parseLong(RedisCalls.text(field));
    }

    private static List<ShardId> ids(@Nullable Collection<byte[]> members) {
        return members == null
                ? List.of()
                : members.stream()
                        .filter(member -> member.length == ShardId.BYTES)
                        .map(ShardId::of)
                        .toList();
    }
}
