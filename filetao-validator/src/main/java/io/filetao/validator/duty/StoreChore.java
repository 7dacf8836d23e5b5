package io.filetao.validator.duty;

import io.filetao.common.broadband.LoneShardWriter;
import io.filetao.common.index.Claim;
import io.filetao.common.network.Allowance;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Stores random data, one shard on each of some miners, to see whether they take and prove what they are sent. It is challenged like
 * users' data, which miners cannot tell it from, and expires soon. A miner at its tier's limit, or at its daily allowance, is passed
 * over without a score; one whose proofs failed is sent data to prove, without a score as well, until it has proven again.
 */
final class StoreChore implements Chore {

    private static final Round ROUND =
            new Round(
                    Task.STORE, Duration.ofSeconds(90), "It did not take a shard within the round");

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
        return ROUND.timeout();
    }

    @Override
    public ChoreOutcome run(Tick tick) throws InterruptedException {
        Instant now = this.clock.instant();
        Map<Roster.Entry, Long> sizes = new LinkedHashMap<>();
        Set<Roster.Entry> scored = new HashSet<>();
        for (Roster.Entry entry :
                this.roster.select(tick.block(), Task.STORE.label(), this.settings.miners())) {
            long available = this.budget.available(entry.miner().hotkey(), now);
            long size = size(Math.min(available, this.settings.max().toBytes()));
            Allowance allowed = this.limits.of(entry.miner());
            if (size > 0 && allowed.room() >= size) {
                this.budget.spend(entry.miner().hotkey(), now, available, size);
                sizes.put(entry, size);
                if (!allowed.onProbation()) {
                    scored.add(entry);
                }
            }
        }
        return ROUND.scoring(scored::contains)
                .run(
                        tick,
                        List.copyOf(sizes.keySet()),
                        entry -> Optional.of(store(entry, sizes.getOrDefault(entry, 0L))),
                        this.roster::answers,
                        this.scores);
    }

    /** Size of the next shard, 0 when there is room for none that is worth it. */
    private long size(long most) {
        return most < LEAST
                ? 0
                : RandomData.size(
                        this.random,
                        this.settings.median().toBytes(),
                        this.settings.sigma(),
                        LEAST,
                        most);
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
