package io.filetao.validator.replay;

import io.filetao.common.event.Event;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One registration of one hotkey, change by change in the order of their numbers. */
final class MinerReplay {

    /** Scores that are remembered for settings of weights, which may lag behind. */
    private static final int REMEMBERED = 10_000;

    private final Replay.Findings findings;
    private final TreeMap<Long, Change> waiting = new TreeMap<>();
    private final Map<Long, Double> scores = new LinkedHashMap<>();
    private @Nullable Standing standing;
    private boolean begun;

    MinerReplay(Replay.Findings findings) {
        this.findings = findings;
    }

    /**
     * Takes a change; one that came too early waits for those before it.
     *
     * @param progress by the rules that were in force
     */
    void accept(Event event, long seq, Progress progress) {
        if (!this.begun) {
            this.begun = true;
            if (seq == 1) {
                this.standing = progress.fresh(since(event), event.block());
            }
        }
        Standing now = this.standing;
        if (now == null) {
            adopt(event, seq);
        } else if (seq == now.seq() + 1) {
            apply(new Change(event, progress), now);
            drain();
        } else if (seq > now.seq()) {
            this.waiting.put(seq, new Change(event, progress));
        } else {
            this.findings.mismatch(event, "change " + seq + " is there twice");
        }
    }

    /** What still waits follows a gap; it is computed from what the log says stood there. */
    void finish() {
        while (!this.waiting.isEmpty()) {
            Standing now = this.standing;
            Map.Entry<Long, Change> next = this.waiting.pollFirstEntry();
            this.findings.missing(next.getKey() - (now == null ? 0 : now.seq()) - 1);
            this.standing = null;
            adopt(next.getValue().event(), next.getKey());
            drain();
        }
    }

    /** The score after a change; empty when it is not known. */
    Optional<Double> score(long seq) {
        return Optional.ofNullable(this.scores.get(seq));
    }

    boolean isAtLeast(long seq) {
        Standing now = this.standing;
        return now != null && now.seq() >= seq;
    }

    /** A reset tells the whole standing, so that a log whose beginning is gone can be followed from there. */
    private void adopt(Event event, long seq) {
        Double score = event.score();
        Long successes = event.totalSuccesses();
        String tier = event.tier();
        this.findings.unchecked();
        if (event.type().equals("reset") && score != null && successes != null && tier != null) {
            this.standing =
                    new Standing(
                            since(event),
                            0,
                            seq,
                            Tally.NONE,
                            Tally.NONE,
                            Tally.NONE,
                            successes,
                            tier,
                            score,
                            0,
                            0,
                            event.block(),
                            null);
            remember(seq, score);
        }
    }

    private void drain() {
        Standing now = this.standing;
        while (now != null && !this.waiting.isEmpty() && this.waiting.firstKey() == now.seq() + 1) {
            apply(this.waiting.pollFirstEntry().getValue(), now);
            now = this.standing;
        }
    }

    private void apply(Change change, Standing before) {
        Event event = change.event();
        Progress progress = change.progress();
        Standing after;
        if (event.type().equals("reset")) {
            after = progress.reset(before, event.block());
            this.findings.expect(event, "tier", event.tier(), after.tier());
            this.findings.reset();
        } else {
            Task task = Task.of(event.type()).orElse(null);
            Double reward = event.reward();
            if (task == null || reward == null) {
                this.findings.mismatch(event, "it has no task or no reward");
                this.standing = null;
                return;
            }
            this.findings.expect(event, "tier", event.tier(), before.tier());
            after =
                    progress.after(
                            before,
                            task,
                            Boolean.TRUE.equals(event.success()),
                            reward,
                            event.time());
            this.findings.interaction();
        }
        this.findings.expect(event, "score", event.score(), after.score());
        this.findings.expect(
                event, "total of successes", event.totalSuccesses(), after.totalSuccesses());
        this.standing = after;
        remember(after.seq(), after.score());
    }

    private void remember(long seq, double score) {
        this.scores.put(seq, score);
        if (this.scores.size() > REMEMBERED) {
            this.scores.remove(this.scores.keySet().iterator().next());
        }
    }

    /** A change and what it was computed by. */
    private record Change(Event event, Progress progress) {}

    private static long since(Event event) {
        Long since = event.since();
        return since == null ? 0 : since;
    }
}
