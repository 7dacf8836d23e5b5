package io.filetao.validator.experiment;

import io.filetao.common.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events as rows of a run's history, under the names that runs of this subnet have always had: one row for what was rewarded together,
 * one for weights that were set, and one for anything else.
 */
final class HistoryRows {

    private static final Map<String, String> TASKS =
            Map.of(
                    "store", "Store",
                    "challenge", "Challenge",
                    "retrieve", "Retrieve",
                    "monitor", "Monitor");

    private HistoryRows() {}

    /**
     * The rows of events that were written together, in their order.
     *
     * @param averages whether the row tells the moving averages too
     */
    static List<Map<String, Object>> of(List<Event> events, boolean averages) {
        Map<String, List<Event>> batches = new LinkedHashMap<>();
        for (Event event : events) {
            String batch = event.batch();
            batches.computeIfAbsent(
                            event.type() + "/" + (batch == null ? event.id() : batch),
                            _ -> new ArrayList<>())
                    .add(event);
        }
        return batches.values().stream().map(batch -> row(batch, averages)).toList();
    }

    private static Map<String, Object> row(List<Event> batch, boolean averages) {
        Event first = batch.getFirst();
        if (TASKS.containsKey(first.type())) {
            return task(batch, averages);
        }
        Event.WeightsSet weights = first.weights();
        return weights == null ? other(first) : weights(first, weights);
    }

    private static Map<String, Object> task(List<Event> batch, boolean averages) {
        Event first = batch.getFirst();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("task_name", TASKS.get(first.type()));
        row.put("block", first.block());
        row.put("successful", all(batch, event -> Boolean.TRUE.equals(event.success())));
        row.put("completion_times", all(batch, event -> orZero(event.seconds())));
        row.put("task_status_messages", all(batch, HistoryRows::message));
        row.put(
                "task_status_codes",
                all(batch, event -> Boolean.TRUE.equals(event.success()) ? 200 : 400));
        row.put("uids", all(batch, Event::uid));
        row.put(
                "step_length",
                batch.stream().mapToDouble(event -> orZero(event.seconds())).max().orElse(0));
        row.put("rewards", all(batch, event -> orZero(event.reward())));
        Event best =
                batch.stream().max(Comparator.comparingDouble(HistoryRows::reward)).orElse(first);
        put(row, "best_uid", best.uid());
        put(row, "best_hotkey", best.hotkey());
        if (averages) {
            row.put("moving_averaged_scores", all(batch, event -> orZero(event.score())));
        }
        return row;
    }

    private static Map<String, Object> weights(Event event, Event.WeightsSet weights) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("task_name", "SetWeights");
        row.put("block", event.block());
        row.put("uids", weights.entries().stream().map(Event.WeightsSet.Entry::uid).toList());
        row.put(
                "set_weights",
                weights.entries().stream().map(Event.WeightsSet.Entry::weight).toList());
        return row;
    }

    private static Map<String, Object> other(Event event) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("task_name", event.type());
        row.put("block", event.block());
        put(row, "chore", event.chore());
        put(row, "uid", event.uid());
        put(row, "successful", event.success());
        put(row, "step_length", event.seconds());
        put(row, "bytes", event.bytes());
        put(row, "moved", event.moved());
        put(row, "message", event.reason());
        return row;
    }

    private static void put(Map<String, Object> row, String name, @Nullable Object value) {
        if (value != null) {
            row.put(name, value);
        }
    }

    private static List<Object> all(
            List<Event> batch, Function<Event, ? extends @Nullable Object> value) {
        return batch.stream()
                .map(event -> Objects.requireNonNullElse(value.apply(event), ""))
                .toList();
    }

    private static String message(Event event) {
        String reason = event.reason();
        return reason == null ? "OK" : reason;
    }

    private static double reward(Event event) {
        return orZero(event.reward());
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }
}
