package io.filetao.validator.score;

import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.TierTable;
import io.filetao.validator.reward.MovingAverage;
import io.filetao.validator.reward.Task;
import java.time.Instant;

/** How a standing changes: pure functions, which rounds, replay and simulation share. */
public final class Progress {

    private final RewardRules rules;
    private final TierTable tiers;

    public Progress(RewardRules rules) {
        this.rules = rules;
        this.tiers = rules.table();
    }

    /** How a hotkey begins. */
    public Standing fresh(long since, long window) {
        return Standing.fresh(since, this.tiers.lowest().name(), window);
    }

    /** After a scored interaction. */
    public Standing after(
            Standing before, Task task, boolean success, double reward, Instant time) {
        return new Standing(
                before.since(),
                before.version(),
                before.seq() + 1,
                counted(before.store(), task == Task.STORE, success),
                counted(before.challenge(), task == Task.CHALLENGE, success),
                counted(before.retrieve(), task == Task.RETRIEVE, success),
                before.totalSuccesses() + (success && task != Task.MONITOR ? 1 : 0),
                before.tier(),
                MovingAverage.next(this.rules.alpha(), before.score(), reward),
                task == Task.MONITOR ? 0 : before.misses(),
                probation(before, task, success),
                before.window(),
                success ? time : before.lastSeen());
    }

    /** After the end of its window: the tier that it has earned, and counters from zero. */
    public Standing reset(Standing before, long window) {
        return new Standing(
                before.since(),
                before.version(),
                before.seq() + 1,
                Tally.NONE,
                Tally.NONE,
                Tally.NONE,
                before.totalSuccesses(),
                this.tiers.of(before.windowScore(), before.totalSuccesses()).name(),
                before.score(),
                before.misses(),
                before.probation(),
                window,
                before.lastSeen());
    }

    /** A failed proof begins it, each that passes shortens it; storing and being there prove nothing. */
    private int probation(Standing before, Task task, boolean success) {
        return switch (task) {
            case STORE, MONITOR -> before.probation();
            case CHALLENGE, RETRIEVE ->
                    success ? Math.max(0, before.probation() - 1) : this.rules.probation();
        };
    }

    private static Tally counted(Tally tally, boolean concerned, boolean success) {
        return concerned ? tally.and(success) : tally;
    }
}
