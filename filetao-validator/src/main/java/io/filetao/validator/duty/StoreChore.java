package io.filetao.validator.duty;

import io.filetao.common.broadband.LoneShardWriter;
import io.filetao.common.index.Claim;
import io.filetao.common.stats.StorageLimits;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Scoreboard;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Stores random data, one shard on each of some miners, to see whether they take and prove what they are sent. It is challenged like
 * users' data, which miners cannot tell it from, and expires soon. A miner at its tier's limit, or at its daily allowance, is passed
 * over without a score.
 */
final class StoreChore implements Chore {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Less is not worth a shard. */
    private static final long LEAST = 4 << 10;

    private final Roster roster;
    private final LoneShardWriter writer;
    private final StorageLimits limits;
    private final SyntheticBudget budget;
    private final Scoreboard scores;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final DutyProperties.Store settings;
    private final int everyBlocks;

    StoreChore(
            Roster roster,
            LoneShardWriter writer,
            StorageLimits limits,
            SyntheticBudget budget,
            Scoreboard scores,
            RandomGenerator random,
            InstantSource clock,
            DutyProperties.Store settings,
            int everyBlocks) {
        this.roster = roster;
        this.writer = writer;
        this.limits = limits;
        this.budget = budget;
        this.scores = scores;
        this.random = random;
        this.clock = clock;
        this.settings = settings;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return "store-synthetic";
    }

    @Override
    public int everyBlocks() {
        return this.everyBlocks;
    }

    @Override
    public Duration timeout() {
        return LIMIT.plusSeconds(30);
    }

    @Override
    public ChoreOutcome run(Tick tick) throws InterruptedException {
        Instant now = this.clock.instant();
        List<Roster.Entry> sentTo = new ArrayList<>();
        List<Callable<Interaction>> stores = new ArrayList<>();
        for (Roster.Entry entry :
                this.roster.select(tick.block(), Task.STORE.label(), this.settings.miners())) {
            long available = this.budget.available(entry.miner().hotkey(), now);
            long most = Math.min(available, this.settings.max().toBytes());
            long size =
                    most < LEAST
                            ? 0
                            : RandomData.size(
                                    this.random,
                                    this.settings.median().toBytes(),
                                    this.settings.sigma(),
                                    LEAST,
                                    most);
            if (size > 0 && this.limits.room(entry.miner()) >= size) {
                this.budget.spend(entry.miner().hotkey(), now, available, size);
                sentTo.add(entry);
                stores.add(() -> store(entry, size));
            }
        }
        List<Interaction> batch = new ArrayList<>();
        List<Optional<Interaction>> answers = Together.within(LIMIT, stores);
        for (int i = 0; i < answers.size(); i++) {
            Roster.Entry entry = sentTo.get(i);
            batch.add(
                    answers.get(i)
                            .orElseGet(() ->
                                    Interaction.failure(
                                            entry.rated(),
                                            "It did not take a shard within the round")));
        }
        this.scores.score(Task.STORE, tick.block().number(), batch);
        return ChoreOutcome.of(batch.size(), batch.stream().filter(one -> !one.success()).count());
    }

    private Interaction store(Roster.Entry entry, long size) {
        AtomicLong began = new AtomicLong(System.nanoTime());
        try {
            String cid =
                    this.writer
                            .store(
                                    entry.miner(),
                                    new RandomData(size, this.random),
                                    Claim.SYNTHETIC,
                                    this.settings.ttl(),
                                    () -> began.set(System.nanoTime()))
                            .cid();
            double seconds = (System.nanoTime() - began.get()) / 1e9;
            return new Interaction(entry.rated(), true, "", seconds, size, cid, null);
        } catch (IOException failure) {
            return new Interaction(
                    entry.rated(),
                    false,
                    String.valueOf(failure.getMessage()),
                    0,
                    size,
                    null,
                    null);
        }
    }
}
