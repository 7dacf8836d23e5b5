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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings miners. One that misses several pings in a row is punished and reported as down; an answer begins the count anew. When nobody
 * at all answers, the fault is taken to be this node's own and nothing is counted.
 */
final class MonitorChore implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorChore.class);

    private static final Optional<Boolean> ANSWERED = Optional.of(true);
    private static final Optional<Boolean> MISSED = Optional.of(false);

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
        List<Callable<Optional<Boolean>>> pings = new ArrayList<>();
        for (Roster.Entry entry : asked) {
            pings.add(() -> answers(entry.miner()));
        }
        Duration limit = this.settings.timeout().plusSeconds(3);
        List<Optional<Boolean>> answered =
                Together.within(limit, pings).stream()
                        .map(answer -> answer.orElse(MISSED))
                        .toList();
        if (asked.size() >= Round.CROWD && !answered.contains(ANSWERED)) {
            LOG.warn("None of {} miners answers; is this node cut off?", asked.size());
            return ChoreOutcome.of(asked.size(), asked.size());
        }
        long block = tick.block().number();
        List<Interaction> down = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Roster.Entry entry = asked.get(i);
            if (answered.get(i).equals(ANSWERED)) {
                this.scores.seen(entry.rated(), block);
            } else if (answered.get(i).equals(MISSED)
                    && this.scores.missed(entry.rated(), block) >= this.settings.misses()) {
                down.add(
                        Interaction.failure(
                                entry.rated(),
                                "It did not answer %d pings in a row"
                                        .formatted(this.settings.misses())));
            }
        }
        this.scores.score(Task.MONITOR, block, down);
        down.forEach(one -> this.alarms.minerDown(one.miner().hotkey(), one.reason()));
        long missed = answered.stream().filter(MISSED::equals).count();
        return ChoreOutcome.of(asked.size(), missed);
    }

    /** Empty when this node could not ask. */
    private Optional<Boolean> answers(Miner miner) {
        long began = System.nanoTime();
        boolean answered;
        try {
            answered = this.ping.answers(miner, this.settings.timeout());
        } catch (RuntimeException fault) {
            LOG.warn("{} could not be pinged: {}", miner, fault.toString());
            return Optional.empty();
        }
        if (answered) {
            this.miners.succeeded(miner.hotkey(), Duration.ofNanos(System.nanoTime() - began));
        } else {
            this.miners.failed(miner.hotkey());
        }
        return Optional.of(answered);
    }
}
