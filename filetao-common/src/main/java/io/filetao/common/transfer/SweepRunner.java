package io.filetao.common.transfer;

import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.Beacon;
import io.filetao.common.proof.EpochKey;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.proof.Sweep;
import io.filetao.common.proof.SweepAnswer;
import io.filetao.common.proof.SweepAudit;
import io.filetao.common.proof.SweepDraw;
import io.filetao.common.proof.SweepOpening;
import io.filetao.common.proof.SweepVerifier;
import io.filetao.common.proof.Verdict;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.wallet.Signer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one miner to prove blocks of many of its shards in one answer, both moves, over the wire. Whatever the miner does, a call ends
 * within the sweep's deadlines with a verdict. A sweep moves no shard's chain and its verdict is not sent. Thread-safe.
 */
public final class SweepRunner {

    /** Blocks of a sweep that finds a loss of one per cent with 99 per cent: {@code 1 - 0.99^459}. */
    public static final int ONE_PER_CENT = 459;

    /** Blocks of a sweep that finds a loss of one per mille with 99 per cent. */
    public static final int ONE_PER_MILLE = 4_603;

    private static final Logger LOG = LoggerFactory.getLogger(SweepRunner.class);

    private final ProofCalls calls;
    private final Signer hotkey;
    private final AuditKeys keys;
    private final Beacons beacons;

    /**
     * @param hotkey the validator's, which signs sweeps
     */
    public SweepRunner(Dendrite dendrite, Signer hotkey, AuditKeys keys, Beacons beacons) {
        this.calls = new ProofCalls(dendrite);
        this.hotkey = hotkey;
        this.keys = keys;
        this.beacons = beacons;
    }

    /**
     * Asks for blocks drawn from the whole inventory, each as likely as any other. A pass speaks for the inventory as a whole and for no
     * single shard.
     *
     * @param inventory acknowledged shards; those of another miner or another generation of keys are left out
     * @param blocks how many are drawn, with repetition
     * @return empty when nothing is left to ask for
     * @throws io.filetao.common.chain.ChainException when there is no beacon
     */
    public Optional<Swept> sample(Peer peer, List<ShardTarget> inventory, int blocks) {
        List<ShardTarget> own = own(peer, inventory);
        if (own.isEmpty() || blocks < 1) {
            return Optional.empty();
        }
        int count = Math.min(blocks, Sweep.MAX_RANGES);
        SweepDraw draw = new SweepDraw(own);
        return Optional.of(
                ask(peer, own, (epoch, beacon) -> draw.draw(peer.hotkey(), epoch, beacon, count)));
    }

    /**
     * Asks for every block of several shards at once: a pass is a fresh proof of each of them, in one answer of 4.4 KB.
     *
     * @param shards those of another miner or another generation of keys are left out; as many of the others are taken, in their
     *     order, as fit
     * @param maxBytes most bytes that the miner has to read; a first shard that is longer is taken all the same
     * @return empty when nothing is left to ask for; {@link Swept#covered} says which shards were asked for
     * @throws io.filetao.common.chain.ChainException when there is no beacon
     */
    public Optional<Swept> whole(Peer peer, List<ShardTarget> shards, long maxBytes) {
        List<ShardTarget> batch = batch(own(peer, shards), maxBytes);
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        List<Sweep.Range> ranges = SweepDraw.whole(batch);
        return Optional.of(ask(peer, batch, (_, _) -> ranges));
    }

    private List<ShardTarget> own(Peer peer, List<ShardTarget> shards) {
        return shards.stream()
                .filter(shard ->
                        shard.miner().equals(peer.hotkey()) && shard.gen() == this.keys.gen())
                .toList();
    }

    private static List<ShardTarget> batch(List<ShardTarget> shards, long maxBytes) {
        List<ShardTarget> batch = new ArrayList<>();
        long blocks = 0;
        long bytes = 0;
        for (ShardTarget shard : shards) {
            blocks += shard.geometry().blocks();
            bytes += shard.geometry().sealedLength();
            boolean fits =
                    blocks <= Sweep.MAX_BLOCKS
                            && batch.size() < Sweep.MAX_RANGES
                            && (bytes <= maxBytes || batch.isEmpty());
            if (!fits) {
                break;
            }
            batch.add(shard);
        }
        return batch;
    }

    private Swept ask(
            Peer peer,
            List<ShardTarget> covered,
            BiFunction<EpochKey, Beacon, List<Sweep.Range>> draw) {
        Beacon beacon = this.beacons.newest().beacon();
        EpochKey epoch = this.keys.epoch(Beacons.epoch(beacon));
        List<Sweep.Range> ranges = draw.apply(epoch, beacon);
        Sweep sweep = Sweep.issue(peer.hotkey(), epoch, beacon, ranges, this.hotkey);
        SweepAudit audit =
                new SweepAudit(
                        new SweepVerifier(this.keys, this.keys.gen()),
                        sweep,
                        roots(ranges, covered));
        Duration took = Duration.ZERO;
        try {
            ProofCalls.Timed answer =
                    this.calls.ask(
                            peer,
                            AxonPaths.SWEEPS,
                            sweep.encode(),
                            SweepAnswer.BYTES,
                            sweep.deadlines().answer());
            took = answer.took();
            if (audit.answer(answer.body(), took).passed()) {
                open(peer, audit, sweep);
            }
        } catch (IOException failed) {
            if (TransferFault.of(failed) == TransferFault.MISSING) {
                audit.notHeld();
            }
            LOG.debug("{} did not answer a sweep: {}", peer, failed.getMessage());
        }
        return new Swept(
                audit.verdict(),
                covered.stream().map(ShardTarget::rid).toList(),
                sweep.blocks(),
                took);
    }

    private void open(Peer peer, SweepAudit audit, Sweep sweep) throws IOException {
        ProofCalls.Timed opening =
                this.calls.ask(
                        peer,
                        AxonPaths.SWEEP_OPENINGS,
                        audit.openingRequest().encode(),
                        SweepOpening.BYTES,
                        sweep.deadlines().opening());
        audit.opening(opening.body(), opening.took());
    }

    private static Map<ShardId, Hash> roots(List<Sweep.Range> ranges, List<ShardTarget> shards) {
        Map<ShardId, Hash> roots =
                shards.stream()
                        .collect(
                                Collectors.toMap(
                                        ShardTarget::rid,
                                        ShardTarget::root,
                                        (first, _) -> first,
                                        HashMap::new));
        roots.keySet().retainAll(ranges.stream().map(Sweep.Range::rid).collect(Collectors.toSet()));
        return roots;
    }

    /**
     * What came of a sweep.
     *
     * @param covered the shards that it speaks for
     * @param blocks blocks of 4 KiB that the miner had to combine
     * @param took time of the answer's first move, zero when there was none
     */
    public record Swept(Verdict verdict, List<ShardId> covered, int blocks, Duration took) {

        public Swept {
            covered = List.copyOf(covered);
        }

        public boolean passed() {
            return this.verdict.passed();
        }
    }
}
