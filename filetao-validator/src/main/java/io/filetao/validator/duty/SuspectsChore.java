package io.filetao.validator.duty;

import io.filetao.common.repair.SuspectShards;
import io.filetao.common.repair.SuspectShards.Suspect;
import io.filetao.validator.challenge.AuditedShard;
import io.filetao.validator.challenge.ShardAuditor;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.reward.Task;
import io.filetao.validator.score.Interaction;
import io.filetao.validator.score.Scoreboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Has shards proven that users were not served. Their miner is punished, as for a failed retrieval, only if it cannot prove the shard
 * either and this node is not cut off; and users' transfers earn nothing: otherwise whoever is user and miner at once could make its
 * own successes.
 */
final class SuspectsChore implements Chore {

    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final int AT_ONCE = 50;

    private final Roster roster;
    private final Inventory inventory;
    private final SuspectShards suspects;
    private final ShardAuditor auditor;
    private final Scoreboard scores;
    private final FailedShards failed;
    private final int everyBlocks;

    SuspectsChore(
            Roster roster,
            Inventory inventory,
            SuspectShards suspects,
            ShardAuditor auditor,
            Scoreboard scores,
            FailedShards failed,
            int everyBlocks) {
        this.roster = roster;
        this.inventory = inventory;
        this.suspects = suspects;
        this.auditor = auditor;
        this.scores = scores;
        this.failed = failed;
        this.everyBlocks = everyBlocks;
    }

    @Override
    public String name() {
        return "suspects";
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
        List<Callable<Optional<Interaction>>> looks = new ArrayList<>();
        for (Suspect suspect : this.suspects.take(AT_ONCE)) {
            looks.add(() -> look(suspect));
        }
        Map<String, Interaction> byMiner = new LinkedHashMap<>();
        for (Optional<Optional<Interaction>> answer : Together.within(LIMIT, looks)) {
            answer.flatMap(found -> found)
                    .ifPresent(one -> byMiner.putIfAbsent(one.miner().hotkey().value(), one));
        }
        List<Interaction> punished = List.copyOf(byMiner.values());
        List<Roster.Entry> witnesses = punished.isEmpty() ? List.of() : witnesses(byMiner.keySet());
        if (Round.isCutOff(witnesses, this.roster::answers)) {
            Round.warnOfCutOff(witnesses.size());
        } else {
            this.scores.score(Task.RETRIEVE, tick.block().number(), punished);
        }
        return ChoreOutcome.of(looks.size(), byMiner.size());
    }

    /** Whose common silence says that this node is cut off: who is to be punished, and some others. */
    private List<Roster.Entry> witnesses(Set<String> punished) {
        return this.roster.eligible().stream()
                .sorted(
                        Comparator.comparing(
                                entry -> !punished.contains(entry.miner().hotkey().value())))
                .limit(AT_ONCE)
                .toList();
    }

    /** The punishment, if the shard is not proven. */
    private Optional<Interaction> look(Suspect suspect) {
        return this.inventory
                .entry(suspect.cid(), suspect.segment(), suspect.rid())
                .filter(shard -> shard.failure() == null)
                .flatMap(shard -> this.auditor.audit(suspect.cid(), suspect.segment(), shard))
                .filter(audited -> !audited.passed())
                .flatMap(audited -> punish(suspect, audited));
    }

    private Optional<Interaction> punish(Suspect suspect, AuditedShard audited) {
        this.failed.report(suspect.cid(), suspect.segment(), audited.reason());
        return this.roster.eligible().stream()
                .filter(entry -> entry.miner().hotkey().equals(audited.shard().miner()))
                .findFirst()
                .map(entry ->
                        new Interaction(
                                entry.rated(),
                                false,
                                "A user was not served: " + audited.reason(),
                                0,
                                audited.shard().length(),
                                suspect.cid(),
                                suspect.rid()));
    }
}
