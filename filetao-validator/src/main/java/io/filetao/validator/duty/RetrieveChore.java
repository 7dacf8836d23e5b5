package io.filetao.validator.duty;

import io.filetao.common.index.ShardRecord;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.TransferFault;
import io.filetao.validator.challenge.ShardAuditor;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Scoreboard;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Reads part of a random shard back from miners, verified piece by piece. */
final class RetrieveChore implements Chore {

    private static final Round ROUND =
            new Round(Task.RETRIEVE, Duration.ofSeconds(60), "It did not serve within the round");

    private final Roster roster;
    private final Inventory inventory;
    private final ShardFetcher fetcher;
    private final ShardAuditor auditor;
    private final Scoreboard scores;
    private final FailedShards failed;
    private final RandomGenerator random;
    private final DutyProperties.Retrieve settings;
    private final int everyBlocks;

    RetrieveChore(
            Roster roster,
            Inventory inventory,
            ShardFetcher fetcher,
            ShardAuditor auditor,
            Scoreboard scores,
            FailedShards failed,
            RandomGenerator random,
            DutyProperties.Retrieve settings,
            int everyBlocks) {
        this.roster = roster;
        this.inventory = inventory;
        this.fetcher = fetcher;
        this.auditor = auditor;
        this.scores = scores;
        this.failed = failed;
        this.random = random;
        this.settings = settings;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return Task.RETRIEVE.label();
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
                this.roster.select(tick.block(), Task.RETRIEVE.label(), this.settings.miners());
        return ROUND.run(tick, asked, this::fetch, this.roster::answers, this.scores);
    }

    private Optional<Interaction> fetch(Roster.Entry entry) {
        return this.inventory
                .any(entry.miner().hotkey())
                .filter(found -> found.shard().failure() == null)
                .map(found -> fetch(entry, found));
    }

    private Interaction fetch(Roster.Entry entry, Inventory.Found found) {
        ShardRecord shard = found.shard();
        long length = Math.min(shard.length(), this.settings.bytes().toBytes());
        long from = this.random.nextLong(shard.length() - length + 1);
        long began = System.nanoTime();
        String reason = "";
        try {
            this.fetcher.fetch(entry.miner(), shard, from, length, OutputStream.nullOutputStream());
        } catch (IOException failure) {
            reason = reason(failure);
            look(found, TransferFault.of(failure));
        }
        return new Interaction(
                entry.rated(),
                reason.isEmpty(),
                reason,
                (System.nanoTime() - began) / 1e9,
                length,
                found.place().cid(),
                found.place().rid());
    }

    /** A shard that is missing or wrong has to be proven at once, or counts as failed. */
    private void look(Inventory.Found found, TransferFault fault) {
        if (fault == TransferFault.MISSING || fault == TransferFault.WRONG_PIECE) {
            this.auditor
                    .audit(found.place().cid(), found.place().segment(), found.shard())
                    .filter(audited -> !audited.passed())
                    .ifPresent(audited ->
                            this.failed.report(
                                    found.place().cid(),
                                    found.place().segment(),
                                    audited.reason()));
        }
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }
}
