package io.filetao.api.network;

import io.filetao.common.event.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One duty of the validators. */
@Schema(name = "Duty", description = "Recurring work of the validators, and how it went lately.")
record DutyView(
        @Schema(example = "challenge") String name,
        @Schema(description = "When it last ended.", example = "2026-11-22T18:00:00Z")
                Instant lastRun,
        @Schema(description = "Block that made it due.", example = "1204") long block,
        @Schema(description = "Whether the last run succeeded.", example = "true") boolean success,
        @Schema(description = "Time that the last run took.", example = "0.42")
                @Nullable Double seconds,
        @Schema(description = "Things that the last run looked after.", example = "9")
                @Nullable Long handled,
        @Schema(description = "Those of them that failed.", example = "0") @Nullable Long failed,
        @Schema(description = "Why the last run did not succeed; null when it did.")
                @Nullable String reason,
        @Schema(description = "Runs among the events that are kept.", example = "40") int runs,
        @Schema(description = "Those of them that did not succeed.", example = "0") int failures,
        @Schema(
                        description =
                                "Middle number of blocks between two runs; null until there were"
                                        + " two.",
                        example = "3")
                @Nullable Long everyBlocks) {

    private static final Pattern NOTE = Pattern.compile("handled=(\\d{1,18}) failed=(\\d{1,18})");

    /** Every duty that ever ran as far as is known, by name. */
    static List<DutyView> of(RecentEvents.Window window) {
        Map<String, List<Event>> runs =
                window.newestFirst().stream()
                        .filter(event -> event.type().equals("chore") && event.chore() != null)
                        .collect(
                                Collectors.groupingBy(
                                        event -> Objects.requireNonNull(event.chore())));
        return new TreeMap<>(window.lastOfChore())
                .entrySet().stream()
                        .map(entry ->
                                of(
                                        entry.getKey(),
                                        entry.getValue(),
                                        runs.getOrDefault(entry.getKey(), List.of())))
                        .toList();
    }

    private static DutyView of(String name, Event last, List<Event> runs) {
        boolean success = Boolean.TRUE.equals(last.success());
        String note = last.reason() == null ? "" : last.reason();
        Matcher counts = NOTE.matcher(note);
        boolean counted = counts.matches();
        return new DutyView(
                name,
                last.time(),
                last.block(),
                success,
                last.seconds(),
                counted ? Long.valueOf(counts.group(1)) : null,
                counted ? Long.valueOf(counts.group(2)) : null,
                success ? null : note,
                runs.size(),
                Math.toIntExact(
                        runs.stream().filter(run -> !Boolean.TRUE.equals(run.success())).count()),
                everyBlocks(runs));
    }

    private static @Nullable Long everyBlocks(List<Event> newestFirst) {
        long[] gaps = new long[Math.max(0, newestFirst.size() - 1)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = newestFirst.get(i).block() - newestFirst.get(i + 1).block();
        }
        Arrays.sort(gaps);
        return gaps.length == 0 ? null : Long.valueOf(gaps[gaps.length / 2]);
    }
}
