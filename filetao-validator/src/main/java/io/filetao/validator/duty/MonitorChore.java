package io.filetao.validator.duty;

import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Scoreboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings miners. One that misses several pings in a row is punished and reported as down; an answer begins the count anew. When nobody
 * at all answers, the fault is taken to be this node's own and nothing is counted.
 */
final class MonitorChore implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorChore.class);

    /** From so many miners on their common silence is this node's fault. */
    private static final int CROWD = 3;

    private final Roster roster;
    private final MinerDirectory miners;
    private final MinerPing ping;
    private final Scoreboard scores;
    private final Alarms alarms;
    private final DutyProperties.Monitor settings;
    private final int everyBlocks;

    MonitorChore(
            Roster roster,
            MinerDirectory miners,
            MinerPing ping,
            Scoreboard scores,
            Alarms alarms,
            DutyProperties.Monitor settings,
            int everyBlocks) {
        this.roster = roster;
        this.miners = miners;
        this.ping = ping;
        this.scores = scores;
        this.alarms = alarms;
        this.settings = settings;
        this.everyBlocks = everyBlocks;
    }

    /** Asks one miner. */
    interface MinerPing {

        /** Whether it answered within the time. */
        boolean answers(Miner miner, Duration timeout);
    }

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public int everyBlocks() {
        return this.everyBlocks;
    }

    @Override
    public Duration timeout() {
        return this.settings.timeout().multipliedBy(2).plusSeconds(20);
    }

    @Override
    public ChoreOutcome run(Tick tick) throws InterruptedException {
        List<Roster.Entry> asked =
                this.roster.select(tick.block(), Task.MONITOR.label(), this.settings.miners());
        List<Callable<Boolean>> pings = new ArrayList<>();
        for (Roster.Entry entry : asked) {
            pings.add(() -> answers(entry.miner()));
        }
        Duration limit = this.settings.timeout().plusSeconds(3);
        List<Boolean> answered =
                Together.within(limit, pings).stream().map(answer -> answer.orElse(false)).toList();
        if (asked.size() >= CROWD && !answered.contains(true)) {
            LOG.warn("None of {} miners answers; is this node cut off?", asked.size());
            return ChoreOutcome.of(asked.size(), asked.size());
        }
        long block = tick.block().number();
        List<Interaction> down = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Roster.Entry entry = asked.get(i);
            if (answered.get(i)) {
                this.scores.seen(entry.rated(), block);
            } else if (this.scores.missed(entry.rated(), block) >= this.settings.misses()) {
                down.add(
                        Interaction.failure(
                                entry.rated(),
                                "It did not answer %d pings in a row"
                                        .formatted(this.settings.misses())));
            }
        }
        this.scores.score(Task.MONITOR, block, down);
        down.forEach(one -> this.alarms.minerDown(one.miner().hotkey(), one.reason()));
        long missed = answered.stream().filter(answer -> !answer).count();
        return ChoreOutcome.of(asked.size(), missed);
    }

    private boolean answers(Miner miner) {
        long began = System.nanoTime();
        boolean answered = this.ping.answers(miner, this.settings.timeout());
        if (answered) {
            this.miners.succeeded(miner.hotkey(), Duration.ofNanos(System.nanoTime() - began));
        } else {
            this.miners.failed(miner.hotkey());
        }
        return answered;
    }
}
