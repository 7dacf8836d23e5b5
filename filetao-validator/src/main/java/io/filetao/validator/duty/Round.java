package io.filetao.validator.duty;

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
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A round in which miners are asked at once and scored together. Who is not ready at its end has failed.
 *
 * @param task what the outcome counts as
 * @param limit until when all have answered
 * @param late what is said of one that had not
 * @param scored the other miners are asked all the same, and neither rewarded nor punished
 */
record Round(Task task, Duration limit, String late, Predicate<Roster.Entry> scored) {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    /** What the round leaves to selection and to writing down what came of it. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** From so many miners on their common silence is this node's fault. */
    static final int CROWD = 3;

    private static final Duration PING = Duration.ofSeconds(5);

    /** A round in which all miners are scored. */
    Round(Task task, Duration limit, String late) {
        this(task, limit, late, _ -> true);
    }

    /** The same round in which only some of the miners are scored. */
    Round scoring(Predicate<Roster.Entry> some) {
        return new Round(this.task, this.limit, this.late, some);
    }

    /** Time after which the chore that runs the round hangs. */
    Duration timeout() {
        return this.limit.plus(MARGIN);
    }

    /**
     * Asks miners and scores what they did. When all of a crowd failed and none of it even answers a ping, this node is taken to be cut
     * off and nothing is scored.
     *
     * @param ask empty when there was nothing to ask this miner; what it throws is this node's fault, and the miner is left out
     * @param answers whether a miner answers a ping
     */
    ChoreOutcome run(
            Tick tick,
            List<Roster.Entry> miners,
            Function<Roster.Entry, Optional<Interaction>> ask,
            Predicate<Roster.Entry> answers,
            Scoreboard scores)
            throws InterruptedException {
        List<Callable<Optional<Interaction>>> tasks = new ArrayList<>();
        for (Roster.Entry miner : miners) {
            tasks.add(() -> unlessOwnFault(miner, ask));
        }
        List<Optional<Optional<Interaction>>> outcomes = Together.within(this.limit, tasks);
        List<Interaction> batch = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (this.scored.test(miners.get(i))) {
                Interaction failure = Interaction.failure(miners.get(i).rated(), this.late);
                outcomes.get(i).orElse(Optional.of(failure)).ifPresent(batch::add);
            }
        }
        long failed = batch.stream().filter(one -> !one.success()).count();
        if (failed >= CROWD && failed == batch.size() && isCutOff(miners, answers)) {
            warnOfCutOff(miners.size());
        } else {
            scores.score(this.task, tick.block().number(), batch);
        }
        return ChoreOutcome.of(batch.size(), failed);
    }

    static void warnOfCutOff(int miners) {
        LOG.warn("None of {} miners answers; is this node cut off?", miners);
    }

    /** Whether a crowd of miners is silent to the last, which is taken to be this node's fault. */
    static boolean isCutOff(List<Roster.Entry> miners, Predicate<Roster.Entry> answers)
            throws InterruptedException {
        if (miners.size() < CROWD) {
            return false;
        }
        List<Callable<Boolean>> pings = new ArrayList<>();
        miners.forEach(miner -> pings.add(() -> answers.test(miner)));
        return Together.within(PING, pings).stream().noneMatch(answered -> answered.orElse(false));
    }

    /** A miner is not punished for what went wrong here, such as a database that is away. */
    private static Optional<Interaction> unlessOwnFault(
            Roster.Entry miner, Function<Roster.Entry, Optional<Interaction>> ask) {
        try {
            return ask.apply(miner);
        } catch (RuntimeException fault) {
            LOG.warn("{} could not be asked: {}", miner.miner(), fault.toString());
            LOG.debug("A miner could not be asked", fault);
            return Optional.empty();
        }
    }
}
