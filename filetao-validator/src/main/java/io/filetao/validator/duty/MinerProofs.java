package io.filetao.validator.duty;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.Verdict;
import io.filetao.common.transfer.ShardTargets;
import io.filetao.common.transfer.SweepRunner;
import io.filetao.validator.challenge.AuditedShard;
import io.filetao.validator.challenge.ShardAuditor;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Has one miner prove some of its shards: a single one by a challenge, several of them whole and in one answer. When that fails they
 * are challenged one by one, to learn which of them it was. What is found is in the index when it is answered. Thread-safe.
 */
final class MinerProofs {

    /** Most bytes that a miner has to read for one answer, unless a single shard is larger. */
    private static final long BYTES = 64 << 20;

    private final FileIndex index;
    private final ShardAuditor auditor;
    private final SweepRunner sweeps;
    private final FailedShards failed;
    private final InstantSource clock;

    MinerProofs(
            FileIndex index,
            ShardAuditor auditor,
            SweepRunner sweeps,
            FailedShards failed,
            InstantSource clock) {
        this.index = index;
        this.auditor = auditor;
        this.sweeps = sweeps;
        this.failed = failed;
        this.clock = clock;
    }

    /**
     * A shard that was asked for.
     *
     * @param reason why it was not proven, empty when it was
     * @param took time of the answer's first move
     */
    record Proof(Inventory.Found found, String reason, Duration took) {

        boolean passed() {
            return this.reason.isEmpty();
        }
    }

    /**
     * Asks for proofs. Shards that had failed before are looked at as well, but not among what is answered: they were punished then.
     *
     * @return empty when none of the shards was due; ends with the first that is not proven
     */
    List<Proof> ask(Miner miner, List<Inventory.Found> shards) {
        List<Inventory.Found> sound = new ArrayList<>();
        for (Inventory.Found found : shards) {
            if (found.shard().failure() == null) {
                sound.add(found);
            } else {
                challenge(List.of(found));
            }
        }
        return sound.size() < 2 ? challenge(sound) : together(miner, sound);
    }

    /** Challenges one by one until one fails. */
    private List<Proof> challenge(List<Inventory.Found> shards) {
        List<Proof> proofs = new ArrayList<>();
        for (Inventory.Found found : shards) {
            String cid = found.place().cid();
            int segment = found.place().segment();
            AuditedShard audited = this.auditor.audit(cid, segment, found.shard()).orElse(null);
            if (audited != null) {
                proofs.add(new Proof(found, audited.reason(), audited.took()));
            }
            if (audited != null && !audited.passed()) {
                this.failed.report(cid, segment, audited.reason());
                break;
            }
        }
        return proofs;
    }

    private List<Proof> together(Miner miner, List<Inventory.Found> shards) {
        SweepRunner.Swept swept =
                this.sweeps
                        .whole(
                                miner.peer(),
                                shards.stream()
                                        .map(found -> ShardTargets.of(found.shard()))
                                        .toList(),
                                BYTES)
                        .orElse(null);
        if (swept == null) {
            return challenge(shards);
        }
        Set<ShardId> covered = Set.copyOf(swept.covered());
        List<Inventory.Found> asked =
                shards.stream()
                        .filter(found -> covered.contains(ShardId.parse(found.shard().rid())))
                        .toList();
        if (swept.verdict() instanceof Verdict.Rejected rejected) {
            List<Proof> single = challenge(asked);
            if (single.isEmpty() || single.getLast().passed()) {
                // It proves each of them, but did not when asked for all.
                return List.of(new Proof(asked.getFirst(), rejected.detail(), swept.took()));
            }
            return single;
        }
        asked.forEach(this::refresh);
        return asked.stream().map(found -> new Proof(found, "", swept.took())).toList();
    }

    /** The chain of challenges stays where it is; another outcome that was faster stands. */
    private void refresh(Inventory.Found found) {
        ShardRecord shard = found.shard();
        this.index.replaceShard(
                found.place().cid(),
                found.place().segment(),
                shard,
                shard.proven(this.clock.instant().truncatedTo(ChronoUnit.SECONDS)));
    }
}
