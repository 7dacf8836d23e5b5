package io.filetao.common.stats.redis;

import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A standing as the fields of its hash. Those of the predecessor keep their names: {@code store_successes}, {@code store_attempts} and
 * so on, {@code total_successes}, {@code tier}.
 */
final class StandingFields {

    private StandingFields() {}

    static Map<String, String> write(Standing standing) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("since", Long.toString(standing.since()));
        fields.put("version", Long.toString(standing.version()));
        fields.put("seq", Long.toString(standing.seq()));
        tally(fields, "store", standing.store());
        tally(fields, "challenge", standing.challenge());
        tally(fields, "retrieve", standing.retrieve());
        fields.put("total_successes", Long.toString(standing.totalSuccesses()));
        fields.put("tier", standing.tier());
        // The shortest digits that give the same double again.
        fields.put("score", Double.toString(standing.score()));
        fields.put("misses", Integer.toString(standing.misses()));
        fields.put("probation", Integer.toString(standing.probation()));
        fields.put("window", Long.toString(standing.window()));
        Instant seen = standing.lastSeen();
        if (seen != null) {
            fields.put("last_seen", Long.toString(seen.toEpochMilli()));
        }
        return fields;
    }

    /** Empty for an absent hash and for one that is damaged or a predecessor's: the miner begins anew. */
    static Optional<Standing> read(Map<?, ?> raw) {
        Map<String, String> fields = new HashMap<>();
        raw.forEach((field, value) ->
                fields.put(RedisCalls.text((byte[]) field), RedisCalls.text((byte[]) value)));
        if (!fields.containsKey("version")) {
            return Optional.empty();
        }
        try {
            String seen = fields.get("last_seen");
            return Optional.of(
                    new Standing(
                            number(fields, "since"),
                            number(fields, "version"),
                            number(fields, "seq"),
                            tally(fields, "store"),
                            tally(fields, "challenge"),
                            tally(fields, "retrieve"),
                            number(fields, "total_successes"),
                            fields.getOrDefault("tier", ""),
                            Double.parseDouble(fields.getOrDefault("score", "0")),
                            Math.toIntExact(number(fields, "misses")),
                            Math.toIntExact(number(fields, "probation")),
                            number(fields, "window"),
                            seen == null ? null : Instant.ofEpochMilli(Long.parseLong(seen))));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static void tally(Map<String, String> fields, String name, Tally tally) {
        fields.put(name + "_successes", Long.toString(tally.successes()));
        fields.put(name + "_attempts", Long.toString(tally.attempts()));
    }

    private static Tally tally(Map<String, String> fields, String name) {
        return new Tally(number(fields, name + "_successes"), number(fields, name + "_attempts"));
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }
}
