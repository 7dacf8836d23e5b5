package io.filetao.common.index.redis;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisCalls.ScriptRun;
import io.filetao.common.wallet.Ss58Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each miner holds, derived from the files' records: count, bytes, and a random pick in constant time.
 *
 * <p>A miner's shards lie in buckets of about a hundred, small enough for Redis to keep them without a table of pointers; that takes
 * about 60 bytes for each instead of 104. The number of buckets grows and shrinks one by one (linear hashing: bucket {@code B} is split
 * off bucket {@code B - 2^m}), and a rid's first 32 bits say which one is its own.
 */
final class HeldShards {

    private static final LuaScript ADD = LuaScript.named("add-held-shard");
    private static final LuaScript REMOVE = LuaScript.named("remove-held-shard");
    private static final int PLACE_BYTES = Hash.BYTES + 4 + 1;
    private static final int PICK_ATTEMPTS = 64;
    private static final int ROUNDS = 50;

    private final RedisCalls redis;
    private final Keyspace keys;

    /** Number of buckets as last seen; a script corrects what is out of date. */
    private final Map<Ss58Address, Integer> buckets = new ConcurrentHashMap<>();

    /** Miners that this program has entered in the list of holders. */
    private final Set<Ss58Address> holders = ConcurrentHashMap.newKeySet();

    HeldShards(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Where a shard lies and what it weighs; the hashes of its record play no part here. */
    record Placed(Ss58Address miner, byte[] rid, Hash file, int segment, int number, long bytes) {}

    void add(List<Placed> shards) {
        Set<Ss58Address> miners =
                shards.stream().map(Placed::miner).collect(Collectors.toCollection(HashSet::new));
        miners.removeAll(this.holders);
        if (!miners.isEmpty()) {
            byte[][] names =
                    miners.stream().map(miner -> bytes(miner.value())).toArray(byte[][]::new);
            this.redis.call(
                    connection -> connection.setCommands().sAdd(bytes(this.keys.holders()), names));
            this.holders.addAll(miners);
        }
        runUntilDone(ADD, shards, this::adding);
    }

    void remove(List<Placed> shards) {
        runUntilDone(REMOVE, shards, this::removing);
    }

    /** Runs the script for each shard; those whose bucket was another by then run again. */
    private void runUntilDone(
            LuaScript script, List<Placed> shards, Function<Placed, ScriptRun> run) {
        List<Placed> rest = shards;
        for (int round = 0; !rest.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new IllegalStateException(
                        "The buckets of a miner's shards change faster than they can be followed");
            }
            List<Long> answers = this.redis.runAll(script, rest.stream().map(run).toList());
            List<Placed> again = new ArrayList<>();
            for (int i = 0; i < rest.size(); i++) {
                int truth = answers.get(i).intValue();
                if (truth > 0) {
                    this.buckets.put(rest.get(i).miner(), truth);
                    again.add(rest.get(i));
                }
            }
            rest = again;
        }
    }

    private ScriptRun adding(Placed shard) {
        int count = this.buckets.getOrDefault(shard.miner(), 1);
        return new ScriptRun(
                List.of(
                        this.keys.hotkey(shard.miner()),
                        bucketKey(shard, count),
                        this.keys.shards(shard.miner(), count - Integer.highestOneBit(count)),
                        this.keys.shards(shard.miner(), count)),
                RedisCalls.bytes(count),
                shard.rid(),
                ByteBuffer.allocate(PLACE_BYTES)
                        .put(shard.file().bytes())
                        .putInt(shard.segment())
                        .put((byte) shard.number())
                        .array(),
                RedisCalls.bytes(shard.bytes()));
    }

    private ScriptRun removing(Placed shard) {
        int count = this.buckets.getOrDefault(shard.miner(), 1);
        int last = Math.max(count - 1, 0);
        return new ScriptRun(
                List.of(
                        this.keys.hotkey(shard.miner()),
                        bucketKey(shard, count),
                        this.keys.shards(shard.miner(), last - Integer.highestOneBit(last)),
                        this.keys.shards(shard.miner(), last)),
                RedisCalls.bytes(count),
                shard.rid(),
                RedisCalls.bytes(shard.bytes()));
    }

    private String bucketKey(Placed shard, int count) {
        int hash = ByteBuffer.wrap(shard.rid()).getInt();
        return this.keys.shards(shard.miner(), bucket(hash, count));
    }

    /** The bucket of a hash, out of a number of buckets; the scripts compute the same. */
    static int bucket(int hash, int count) {
        int half = Integer.highestOneBit(count);
        int at = hash & (2 * half - 1);
        return at < count ? at : at - half;
    }

    long bytes(Ss58Address miner) {
        return number(miner, "bytes");
    }

    long count(Ss58Address miner) {
        return number(miner, "shards");
    }

    private long number(Ss58Address miner, String field) {
        byte[] value =
                this.redis.call(connection ->
                        connection
                                .hashCommands()
                                .hGet(
                                        RedisCalls.bytes(this.keys.hotkey(miner)),
                                        RedisCalls.bytes(field)));
        return value == null ? 0 : Long.parseLong(RedisCalls.text(value));
    }

    /**
     * A random shard. Choosing the bucket by a random hash gives a bucket that is not split yet its double share, so that what remains
     * of unfairness is the chance by which buckets differ in size.
     */
    Optional<HeldShard> random(Ss58Address miner, RandomGenerator random) {
        int count = (int) Math.max(number(miner, "buckets"), 1);
        this.buckets.put(miner, count);
        for (int attempt = 0; attempt < PICK_ATTEMPTS; attempt++) {
            byte[] key = RedisCalls.bytes(this.keys.shards(miner, bucket(random.nextInt(), count)));
            Map.@Nullable Entry<byte[], byte[]> picked =
                    this.redis.call(
                            connection -> connection.hashCommands().hRandFieldWithValues(key));
            if (picked != null) {
                return Optional.of(decode(picked.getKey(), picked.getValue()));
            }
            if (count == 1) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * The shards of one bucket. Buckets are read from the last to the first: one that is given up while they are read is poured into
     * an earlier one, which is still to come.
     */
    HeldPage page(Ss58Address miner, int page) {
        int count = (int) Math.max(number(miner, "buckets"), 1);
        int bucket = Math.min(page, count - 1);
        Map<byte[], byte[]> entries =
                this.redis.call(connection ->
                        connection.hashCommands().hGetAll(bytes(this.keys.shards(miner, bucket))));
        List<HeldShard> shards = new ArrayList<>();
        if (entries != null) {
            entries.forEach((rid, place) -> shards.add(decode(rid, place)));
        }
        return new HeldPage(shards, bucket - 1);
    }

    Set<Ss58Address> holders() {
        Set<byte[]> names =
                this.redis.call(connection ->
                        connection.setCommands().sMembers(bytes(this.keys.holders())));
        return names == null
                ? Set.of()
                : names.stream()
                        .map(name -> new Ss58Address(RedisCalls.text(name)))
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static byte[] bytes(String key) {
        return RedisCalls.bytes(key);
    }

    private static HeldShard decode(byte[] rid, byte[] place) {
        ByteBuffer in = ByteBuffer.wrap(place);
        Hash file = Hash.of(Arrays.copyOf(place, Hash.BYTES));
        in.position(Hash.BYTES);
        return new HeldShard(
                HexFormat.of().formatHex(rid),
                Cid.ofDigest(file).toString(),
                in.getInt(),
                Byte.toUnsignedInt(in.get()));
    }
}
