package io.filetao.validator.replay;

import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.validator.reward.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a miner stands where it does: each change of its tier with the failures of the window that led to it, and what happened since.
 *
 * @param hotkey of the miner
 * @param tier that it is in, null when the log knows nothing of it
 * @param score moving average
 * @param totalSuccesses since registration
 * @param changes of the tier, oldest first
 * @param successes of the current window
 * @param attempts of the current window
 * @param newest the newest scored events, oldest first
 */
public record Explanation(
        String hotkey,
        @Nullable String tier,
        double score,
        long totalSuccesses,
        List<TierChange> changes,
        long successes,
        long attempts,
        List<Event> newest) {

    private static final int MOST_FAILURES = 50;

    public Explanation {
        changes = List.copyOf(changes);
        newest = List.copyOf(newest);
    }

    /**
     * A window at whose end the miner came into another tier.
     *
     * @param event the end of the window
     * @param from null when the log does not reach back that far
     * @param failures of the window, oldest first, at most 50
     */
    public record TierChange(
            Event event,
            @Nullable String from,
            String to,
            long successes,
            long attempts,
            List<Event> failures) {

        public TierChange {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Reads it out of a log.
     *
     * @param last how many of the newest events are told
     */
    public static Explanation of(String hotkey, Path directory, int last) throws IOException {
        Reader reader = new Reader(hotkey, last);
        EventFiles.read(directory, reader::accept);
        return reader.explanation();
    }

    private static final class Reader {

        private final String hotkey;
        private final int last;
        private final List<TierChange> changes = new ArrayList<>();
        private final Deque<Event> newest = new ArrayDeque<>();
        private List<Event> failures = new ArrayList<>();
        private @Nullable String tier;
        private double score;
        private long totalSuccesses;
        private long successes;
        private long attempts;

        Reader(String hotkey, int last) {
            this.hotkey = hotkey;
            this.last = last;
        }

        void accept(Event event) {
            if (!this.hotkey.equals(event.hotkey()) || event.seq() == null) {
                return;
            }
            if (event.seq() == 1) {
                this.successes = 0;
                this.attempts = 0;
                this.failures = new ArrayList<>();
            }
            if (event.type().equals("reset")) {
                reset(event);
            } else {
                count(event);
            }
            this.score = event.score() == null ? this.score : event.score();
            this.totalSuccesses =
                    event.totalSuccesses() == null ? this.totalSuccesses : event.totalSuccesses();
        }

        private void count(Event event) {
            this.tier = event.tier();
            boolean success = Boolean.TRUE.equals(event.success());
            if (!event.type().equals(Task.MONITOR.label())) {
                this.attempts++;
                this.successes += success ? 1 : 0;
            }
            if (!success && this.failures.size() < MOST_FAILURES) {
                this.failures.add(event);
            }
            this.newest.add(event);
            if (this.newest.size() > this.last) {
                this.newest.poll();
            }
        }

        private void reset(Event event) {
            String to = event.tier();
            if (to != null && !to.equals(this.tier)) {
                this.changes.add(
                        new TierChange(
                                event,
                                this.tier,
                                to,
                                this.successes,
                                this.attempts,
                                this.failures));
            }
            this.tier = to;
            this.successes = 0;
            this.attempts = 0;
            this.failures = new ArrayList<>();
        }

        Explanation explanation() {
            return new Explanation(
                    this.hotkey,
                    this.tier,
                    this.score,
                    this.totalSuccesses,
                    this.changes,
                    this.successes,
                    this.attempts,
                    new ArrayList<>(this.newest));
        }
    }
}
