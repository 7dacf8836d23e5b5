package io.filetao.validator.duty;

import io.filetao.common.index.FileIndex;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Scoreboard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks miners to prove shards. A miner's shards of one round are one interaction: it succeeds when all of them are proven. A miner
 * that holds nothing is neither rewarded nor punished.
 */
final class ChallengeChore implements Chore {

    /** A miner that hangs takes this long at most: both moves, once more when it is out of step. */
    private static final Round ROUND =
            new Round(
                    Task.CHALLENGE,
                    Duration.ofSeconds(45),
                    "It did not prove its shards within the round");

    private final Roster roster;
    private final FileIndex index;
    private final Inventory inventory;
    private final MinerProofs proofs;
    private final Scoreboard scores;
    private final DutyProperties settings;
    private final BlockPace pace = new BlockPace();
    private final int everyBlocks;

    ChallengeChore(
            Roster roster,
            FileIndex index,
            Inventory inventory,
            MinerProofs proofs,
            Scoreboard scores,
            DutyProperties settings,
            int everyBlocks) {
        this.roster = roster;
        this.index = index;
        this.inventory = inventory;
        this.proofs = proofs;
        this.scores = scores;
        this.settings = settings;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return Task.CHALLENGE.label();
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
        List<Roster.Entry> asked =
                this.roster.select(
                        tick.block(), Task.CHALLENGE.label(), this.settings.challenge().miners());
        double rounds =
                this.settings.proofAge().toMillis()
                        / Math.max(
                                1.0,
                                this.pace.blockTime(tick.block()).toMillis()
                                        * (double) this.everyBlocks);
        int miners = this.roster.eligible().size();
        return ROUND.run(
                tick,
                asked,
                entry -> audit(entry, miners, rounds),
                this.roster::answers,
                this.scores);
    }

    /** Empty when there was nothing to ask, or only what had failed before. */
    private Optional<Interaction> audit(Roster.Entry entry, int miners, double rounds) {
        int count =
                Inventory.perRound(
                        this.index.heldShards(entry.miner().hotkey()),
                        miners,
                        this.settings.challenge().miners(),
                        rounds,
                        this.settings.challenge().shards());
        List<MinerProofs.Proof> proofs =
                this.proofs.ask(entry.miner(), this.inventory.pick(entry.miner().hotkey(), count));
        if (proofs.isEmpty()) {
            return Optional.empty();
        }
        MinerProofs.Proof last = proofs.getLast();
        double seconds =
                proofs.stream().mapToLong(proof -> proof.took().toNanos()).average().orElse(0)
                        / 1e9;
        double bytes =
                proofs.stream()
                        .mapToLong(proof -> proof.found().shard().length())
                        .average()
                        .orElse(0);
        return Optional.of(
                new Interaction(
                        entry.rated(),
                        last.passed(),
                        last.reason(),
                        seconds,
                        (long) bytes,
                        last.found().place().cid(),
                        last.found().place().rid()));
    }
}
