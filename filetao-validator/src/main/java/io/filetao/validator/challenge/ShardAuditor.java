package io.filetao.validator.challenge;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.SeedChain;
import io.filetao.common.proof.Verdict;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.transfer.ShardTargets;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Challenges recorded shards, one at a time, and keeps the outcome: the chain's new head, when the shard was last proven, or why it
 * failed. The outcome is in the index before the miner hears of it. Thread-safe.
 */
public final class ShardAuditor {

    /** Links repeated to miners that missed a verdict; an older one costs a further round trip, no more. */
    private static final int REMEMBERED_LINKS = 100_000;

    private final ShardChallenger challenger;
    private final MinerDirectory miners;
    private final FileIndex index;
    private final Beacons beacons;
    private final InstantSource clock;
    private final ObservationRegistry observations;
    private final Map<String, Challenge.Previous> links =
            Collections.synchronizedMap(new RecentLinks());

    public ShardAuditor(
            ShardChallenger challenger,
            MinerDirectory miners,
            FileIndex index,
            Beacons beacons,
            InstantSource clock,
            ObservationRegistry observations) {
        this.observations = observations;
        this.challenger = challenger;
        this.miners = miners;
        this.index = index;
        this.beacons = beacons;
        this.clock = clock;
    }

    /**
     * Challenges a shard, unless it was proven after the newest beacon was made: a miner answers once per beacon. One whose miner is
     * emptied is left alone: a proof would let it stand again where it is not to be, and whoever moves it would find its entry changed.
     *
     * @return empty when the shard is not due, or when another replica kept an outcome of its own meanwhile
     * @throws io.filetao.common.chain.ChainException when there is no beacon
     */
    public Optional<AuditedShard> audit(String cid, int segment, ShardRecord shard) {
        if (shard.isLeaving()) {
            return Optional.empty();
        }
        if (!this.beacons.newest().time().isAfter(shard.lastProof())) {
            return Optional.empty();
        }
        Miner miner = this.miners.find(shard.miner()).orElse(null);
        if (miner == null) {
            return Optional.of(AuditedShard.gone(segment, shard));
        }
        return Observation.createNotStarted("filetao.audit", this.observations)
                .contextualName("challenge shard")
                .highCardinalityKeyValue("shard", shard.rid())
                .highCardinalityKeyValue("miner", miner.hotkey().value())
                .observe(() -> audit(cid, segment, shard, miner));
    }

    private Optional<AuditedShard> audit(String cid, int segment, ShardRecord shard, Miner miner) {
        ShardChallenger.Challenged challenged =
                this.challenger.challenge(
                        miner.peer(),
                        ShardTargets.of(shard),
                        new SeedChain(shard.counter(), shard.head()),
                        this.links.get(shard.rid()));
        ShardRecord next = next(shard, challenged);
        if (!this.index.replaceShard(cid, segment, shard, next)) {
            return Optional.empty();
        }
        this.links.put(shard.rid(), challenged.outcome().previous());
        this.challenger.tell(miner.peer(), challenged);
        return Optional.of(
                new AuditedShard(
                        segment,
                        next,
                        miner.uid(),
                        challenged.outcome().verdict(),
                        challenged.took()));
    }

    private ShardRecord next(ShardRecord shard, ShardChallenger.Challenged challenged) {
        SeedChain chain = challenged.outcome().chain();
        ShardRecord linked = shard.linked(chain.head(), chain.counter());
        return challenged.outcome().verdict() instanceof Verdict.Rejected rejected
                ? linked.failed(rejected.detail())
                : linked.proven(this.clock.instant());
    }

    private static final class RecentLinks extends LinkedHashMap<String, Challenge.Previous> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Challenge.Previous> eldest) {
            return size() > REMEMBERED_LINKS;
        }
    }
}
