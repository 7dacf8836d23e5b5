package io.filetao.validator.score;

import io.filetao.common.event.Event;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reward.BatchReward;
import io.filetao.validator.reward.Outcome;
import io.filetao.validator.reward.Reward;
import io.filetao.validator.reward.Task;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Scores batches of interactions and ends windows. Every change is written to the book and, with all that it was computed from, to the
 * events. Thread-safe; replicas take turns.
 */
public final class Scoreboard {

    private final ScoreBook book;
    private final TierTable tiers;
    private final Progress progress;
    private final Map<Task, BatchReward> rewards;
    private final Consumer<List<Event>> events;
    private final InstantSource clock;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong batches = new AtomicLong();

    /**
     * @param events takes them in the order in which they changed the book
     */
    public Scoreboard(
            ScoreBook book, RewardRules rules, Consumer<List<Event>> events, InstantSource clock) {
        this.book = book;
        this.tiers = rules.table();
        this.progress = new Progress(rules);
        this.rewards = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            this.rewards.put(task, BatchReward.of(task, rules));
        }
        this.events = events;
        this.clock = clock;
    }

    /**
     * Rewards the miners of one batch and moves their standings.
     *
     * @param batch at most one interaction of each miner
     * @return one event for each, in the order of the batch
     */
    public List<Event> score(Task task, long block, List<Interaction> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        return this.book.exclusively(() -> {
            Map<Ss58Address, Standing> before =
                    this.book.findAll(batch.stream().map(one -> one.miner().hotkey()).toList());
            List<Outcome> outcomes = new ArrayList<>();
            for (Interaction one : batch) {
                Standing standing = current(before.get(one.miner().hotkey()), one.miner(), block);
                outcomes.add(
                        new Outcome(
                                one.miner().hotkey(),
                                tier(standing),
                                one.success(),
                                one.seconds(),
                                one.bytes()));
            }
            List<Reward> earned = rewards(task).of(outcomes);
            String name = this.run + "-" + this.batches.incrementAndGet();
            Instant now = this.clock.instant();
            List<Event> written = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                written.add(
                        score(
                                task,
                                block,
                                name,
                                now,
                                batch.get(i),
                                earned.get(i),
                                before.get(batch.get(i).miner().hotkey())));
            }
            this.events.accept(written);
            return written;
        });
    }

    /** Remembers that a miner answered a ping. */
    public void seen(Rated miner, long block) {
        Instant now = this.clock.instant();
        change(miner, block, null, standing -> standing.withMisses(0, now));
    }

    /** Remembers that a miner did not answer a ping; answers how many it missed in a row. */
    public int missed(Rated miner, long block) {
        return change(
                        miner,
                        block,
                        null,
                        standing -> standing.withMisses(standing.misses() + 1, null))
                .misses();
    }

    /**
     * Ends the window if it is over: counters begin from zero and tiers are dealt out anew. The first call begins a window and ends
     * none. A reset that was interrupted is completed by the next call.
     *
     * @param length blocks of a window
     * @param miners every hotkey of the subnet
     * @return how many were reset
     */
    public int endWindow(long block, long length, Collection<Rated> miners) {
        OptionalLong began = this.book.window();
        if (began.isEmpty()) {
            this.book.beginWindow(block);
            return 0;
        }
        if (block - began.getAsLong() < length) {
            return 0;
        }
        int count =
                this.book.exclusively(() -> {
                    List<Event> written = new ArrayList<>();
                    Map<Ss58Address, Standing> standings =
                            this.book.findAll(miners.stream().map(Rated::hotkey).toList());
                    for (Rated miner : miners) {
                        Standing before = standings.get(miner.hotkey());
                        if (before != null
                                && before.since() == miner.since()
                                && before.window() < began.getAsLong() + length) {
                            written.add(reset(miner, block, before));
                        }
                    }
                    this.events.accept(written);
                    return written.size();
                });
        this.book.beginWindow(block);
        return count;
    }

    private Event score(
            Task task,
            long block,
            String batch,
            Instant now,
            Interaction one,
            Reward earned,
            @Nullable Standing before) {
        Rated miner = one.miner();
        String tier = tier(current(before, miner, block)).name();
        Standing after =
                change(
                        miner,
                        block,
                        before,
                        standing ->
                                this.progress.after(
                                        standing, task, one.success(), earned.reward(), now));
        return Event.of(task.label(), block)
                .time(now)
                .batch(batch)
                .miner(miner.uid(), miner.hotkey().value())
                .change(after.since(), after.seq())
                .tier(tier)
                .success(one.success())
                .reason(one.reason())
                .seconds(one.seconds())
                .bytes(one.bytes())
                .rewarded(earned.raw(), earned.reward())
                .standing(after.score(), after.totalSuccesses())
                .cid(one.cid())
                .rid(one.rid())
                .build();
    }

    private Event reset(Rated miner, long block, Standing seen) {
        Standing after =
                change(miner, block, seen, standing -> this.progress.reset(standing, block));
        Tally window = seen.pooled();
        return Event.of("reset", block)
                .time(this.clock.instant())
                .miner(miner.uid(), miner.hotkey().value())
                .change(after.since(), after.seq())
                .tier(after.tier())
                .reason(
                        "%s with %d of %d in the window and %d successes in all"
                                .formatted(
                                        seen.tier().equals(after.tier())
                                                ? "stays " + after.tier()
                                                : seen.tier() + " becomes " + after.tier(),
                                        window.successes(),
                                        window.attempts(),
                                        after.totalSuccesses()))
                .standing(after.score(), after.totalSuccesses())
                .build();
    }

    /** Writes a change; when another change was faster it is applied to what that left. */
    private Standing change(
            Rated miner, long block, @Nullable Standing seen, UnaryOperator<Standing> change) {
        Standing kept = seen != null ? seen : this.book.find(miner.hotkey()).orElse(null);
        while (true) {
            Standing next = change.apply(current(kept, miner, block));
            if (this.book.replace(miner.hotkey(), kept, next)) {
                return next;
            }
            kept = this.book.find(miner.hotkey()).orElse(null);
        }
    }

    /** A record of an earlier registration is none. */
    private Standing current(@Nullable Standing kept, Rated miner, long block) {
        return kept != null && kept.since() == miner.since()
                ? kept
                : this.progress.fresh(miner.since(), this.book.window().orElse(block));
    }

    private Tier tier(Standing standing) {
        return this.tiers.named(standing.tier()).orElse(this.tiers.lowest());
    }

    private BatchReward rewards(Task task) {
        return Objects.requireNonNull(this.rewards.get(task));
    }
}
