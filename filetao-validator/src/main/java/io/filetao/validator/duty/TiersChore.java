package io.filetao.validator.duty;

import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.score.Scoreboard;
import java.time.Duration;

/**
 * Looks whether the window is over; then statistics begin from zero and tiers are dealt out anew. Keeps beside the standings by
 * which rules that is done.
 */
final class TiersChore implements Chore {

    private final Roster roster;
    private final Scoreboard scores;
    private final Runnable keepRules;
    private final int windowBlocks;
    private final int everyBlocks;

    TiersChore(
            Roster roster,
            Scoreboard scores,
            Runnable keepRules,
            int windowBlocks,
            int everyBlocks) {
        this.roster = roster;
        this.scores = scores;
        this.keepRules = keepRules;
        this.windowBlocks = windowBlocks;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return "tiers";
    }

    @Override
    public int everyBlocks() {
        return this.everyBlocks;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(1);
    }

    @Override
    public ChoreOutcome run(Tick tick) {
        this.keepRules.run();
        return ChoreOutcome.of(
                this.scores.endWindow(
                        tick.block().number(), this.windowBlocks, this.roster.everybody()),
                0);
    }
}
