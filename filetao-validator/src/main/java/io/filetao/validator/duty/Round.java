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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A round in which miners are asked at once and scored together. Who is not ready at its end has failed.
 *
 * @param task what the outcome counts as
 * @param limit until when all have answered
 * @param late what is said of one that had not
 */
record Round(Task task, Duration limit, String late) {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    /** What the round leaves to selection and to writing down what came of it. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** Time after which the chore that runs the round hangs. */
    Duration timeout() {
        return this.limit.plus(MARGIN);
    }

    /**
     * Asks miners and scores what they did.
     *
     * @param ask empty when there was nothing to ask this miner; what it throws is this node's fault, and the miner is left out
     */
    ChoreOutcome run(
            Tick tick,
            List<Roster.Entry> miners,
            Function<Roster.Entry, Optional<Interaction>> ask,
            Scoreboard scores)
            throws InterruptedException {
        List<Callable<Optional<Interaction>>> tasks = new ArrayList<>();
        for (Roster.Entry miner : miners) {
            tasks.add(() -> unlessOwnFault(miner, ask));
        }
        List<Optional<Optional<Interaction>>> answers = Together.within(this.limit, tasks);
        List<Interaction> batch = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Interaction failure = Interaction.failure(miners.get(i).rated(), this.late);
            answers.get(i).orElse(Optional.of(failure)).ifPresent(batch::add);
        }
        scores.score(this.task, tick.block().number(), batch);
        return ChoreOutcome.of(batch.size(), batch.stream().filter(one -> !one.success()).count());
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
