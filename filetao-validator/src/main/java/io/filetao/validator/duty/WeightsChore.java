package io.filetao.validator.duty;

import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.Weights;
import io.filetao.common.event.Event;
import io.filetao.common.event.Event.WeightsSet;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.wallet.Signer;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.event.EventLog;
import io.filetao.validator.score.Rated;
import io.filetao.validator.score.WeightPlan;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sets weights on chain once a tempo. Whether it is time is read from the chain itself, so that restarts and replicas neither skip nor
 * repeat a setting, and the chain's rate limit is never hit.
 */
final class WeightsChore implements Chore {

    /** Part of a tempo to wait after the chain refused. */
    private static final int RETRIES_PER_TEMPO = 10;

    private final Subtensor chain;
    private final Signer hotkey;
    private final Roster roster;
    private final ScoreBook book;
    private final EventLog events;
    private final int everyBlocks;
    private volatile long notBefore;

    WeightsChore(
            Subtensor chain,
            Signer hotkey,
            Roster roster,
            ScoreBook book,
            EventLog events,
            int everyBlocks) {
        this.chain = chain;
        this.hotkey = hotkey;
        this.roster = roster;
        this.book = book;
        this.events = events;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return "weights";
    }

    @Override
    public int everyBlocks() {
        return this.everyBlocks;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(2);
    }

    @Override
    public ChoreOutcome run(Tick tick) {
        long block = tick.block().number();
        Neuron own = this.roster.own().orElse(null);
        if (own == null || !own.validatorPermit() || block < this.notBefore) {
            return ChoreOutcome.NOTHING;
        }
        Hyperparameters rules = this.chain.hyperparameters();
        long pause = Math.max(rules.tempo(), rules.weightsRateLimit() + 1);
        if (own.lastUpdate() > 0 && block - own.lastUpdate() < pause) {
            return ChoreOutcome.NOTHING;
        }
        List<Rated> eligible = this.roster.eligible().stream().map(Roster.Entry::rated).toList();
        if (eligible.isEmpty()) {
            return ChoreOutcome.NOTHING;
        }
        this.notBefore = block + Math.max(1, rules.tempo() / RETRIES_PER_TEMPO);
        WeightsSet set =
                WeightPlan.of(
                        eligible,
                        this.book.findAll(eligible.stream().map(Rated::hotkey).toList()),
                        rules);
        SortedMap<Integer, Integer> byUid = new TreeMap<>();
        for (WeightsSet.Entry entry : set.entries()) {
            if (entry.weight() > 0) {
                byUid.put(entry.uid(), entry.weight());
            }
        }
        this.chain.setWeights(this.hotkey, new Weights(byUid, rules.weightsVersion()));
        this.events.append(Event.of("weights", block).success(true).weights(set).build());
        return ChoreOutcome.of(byUid.size(), 0);
    }
}
