package io.filetao.cli.admin;

import io.filetao.common.redis.LuaScript;
import io.filetao.common.redis.RedisCalls.ScriptRun;
import io.filetao.common.redis.RedisCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A database of the former, Python program.
 *
 * <pre>
 * 1084…3351       hash  an object of a miner, named by its digest in decimal digits; before 1.5.3
 *                         filepath, size, seed, hotkey
 *                       since
 *                         5Grw… → {"filepath": …, "size": …, "seed": …, "ttl": …, "generated": …}, one field for each owner
 * stats:5Grw…     hash  a miner's statistics at a validator; retrieval_* are called retrieve_* since
 * hotkey:5Grw…, chunk:…, file:…, payload:…   a validator's index
 * </pre>
 *
 * Every change is one script over one row and may run twice, so that whatever was interrupted is simply run again. Rows are visited with
 * {@code SCAN}: other programs may use the server meanwhile.
 */
final class FormerDatabase {

    private static final LuaScript CONVERT = LuaScript.named("former-convert");
    private static final LuaScript VERIFY = LuaScript.named("former-verify");
    private static final LuaScript CLEAN = LuaScript.named("former-clean");
    private static final LuaScript STATISTICS = LuaScript.named("former-statistics");

    private static final Pattern OBJECT = Pattern.compile("[0-9]{1,80}");
    private static final Pattern RETIRED =
            Pattern.compile("[0-9]{1,80}|(?:hotkey|chunk|file|payload|stats):.+");
    private static final String STATISTICS_ROW = "stats:";
    private static final int BATCH = 1000;

    private static final int DONE = 1;
    private static final int NOT_CONVERTED = 3;

    private final StringRedisTemplate template;
    private final RedisCalls redis;

    FormerDatabase(StringRedisTemplate template) {
        this.template = template;
        this.redis = new RedisCalls(template);
    }

    /**
     * What a conversion found and did.
     *
     * @param objects rows of objects that were looked at
     * @param converted of them, brought under their owner's hotkey
     * @param withoutOwner of them, with fields of the old layout and no owner; they stay as they are
     * @param statistics rows of statistics whose counters were renamed
     * @param different of the objects, whose entry does not say what the old fields say; 0 unless something else writes there
     */
    record Conversion(
            long objects, long converted, long withoutOwner, long statistics, long different) {}

    /**
     * What a clean-up found and did.
     *
     * @param objects rows of objects that were looked at
     * @param cleaned of them, from which old fields were removed
     * @param notConverted of them, whose old fields are all there is; they stay
     * @param removed rows removed as a whole
     */
    record CleanUp(long objects, long cleaned, long notConverted, long removed) {}

    /** Brings rows of the old layout into the new one, and compares both when it has written. */
    Conversion convert(boolean dryRun, LongConsumer seen) {
        Tally objects = new Tally();
        Tally statistics = new Tally();
        forEachBatch(
                DataType.HASH,
                names -> {
                    run(CONVERT, objects(names), dryRun, objects);
                    run(STATISTICS, statistics(names), dryRun, statistics);
                },
                seen);
        Tally same = new Tally();
        if (!dryRun) {
            forEachBatch(DataType.HASH, names -> run(VERIFY, objects(names), false, same), seen);
        }
        return new Conversion(
                objects.total(),
                objects.count(DONE),
                objects.count(NOT_CONVERTED),
                statistics.count(DONE),
                same.count(0));
    }

    /**
     * Removes what a conversion has left.
     *
     * @param everything whether all rows of the former program go
     */
    CleanUp clean(boolean dryRun, boolean everything, LongConsumer seen) {
        Tally objects = new Tally();
        long[] removed = {0};
        if (everything) {
            forEachBatch(
                    DataType.NONE,
                    names -> {
                        List<String> retired =
                                names.stream()
                                        .filter(name -> RETIRED.matcher(name).matches())
                                        .toList();
                        removed[0] += retired.size();
                        if (!dryRun && !retired.isEmpty()) {
                            this.template.unlink(retired);
                        }
                    },
                    seen);
        } else {
            forEachBatch(DataType.HASH, names -> run(CLEAN, objects(names), dryRun, objects), seen);
        }
        return new CleanUp(
                objects.total(),
                objects.count(DONE),
                objects.count(NOT_CONVERTED) + objects.count(NOT_CONVERTED + 1),
                removed[0]);
    }

    /** Whether this very program keeps its index in the same database without a prefix, so that names say nothing about whose a row is. */
    boolean isInUseWithoutPrefix() {
        return Boolean.TRUE.equals(this.template.hasKey("schema"));
    }

    private void run(LuaScript script, List<String> rows, boolean dryRun, Tally tally) {
        if (rows.isEmpty()) {
            return;
        }
        byte[] write = RedisCalls.bytes(dryRun ? 0 : 1);
        this.redis
                .runAll(
                        script,
                        rows.stream().map(row -> new ScriptRun(List.of(row), write)).toList())
                .forEach(tally::add);
    }

    private void forEachBatch(DataType type, BatchAction action, LongConsumer seen) {
        ScanOptions.ScanOptionsBuilder options = ScanOptions.scanOptions().count(BATCH);
        long count = 0;
        List<String> batch = new ArrayList<>(BATCH);
        ScanOptions scan = type == DataType.NONE ? options.build() : options.type(type).build();
        try (Cursor<String> names = this.template.scan(scan)) {
            while (names.hasNext()) {
                batch.add(names.next());
                if (batch.size() == BATCH || !names.hasNext()) {
                    action.accept(batch);
                    count += batch.size();
                    seen.accept(count);
                    batch.clear();
                }
            }
        }
    }

    private static List<String> objects(List<String> names) {
        return names.stream().filter(name -> OBJECT.matcher(name).matches()).toList();
    }

    private static List<String> statistics(List<String> names) {
        return names.stream().filter(name -> name.startsWith(STATISTICS_ROW)).toList();
    }

    /** Sees the names of some rows. */
    @FunctionalInterface
    private interface BatchAction {

        void accept(List<String> names);
    }

    /** How often each answer was given. */
    private static final class Tally {

        private final long[] counts = new long[5];

        void add(long answer) {
            this.counts[(int) answer]++;
        }

        long count(int answer) {
            return this.counts[answer];
        }

        long total() {
            long total = 0;
            for (long count : this.counts) {
                total += count;
            }
            return total;
        }
    }
}
