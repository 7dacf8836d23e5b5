package io.filetao.common.network;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.wallet.Ss58Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Chooses the holders of one segment's shards: never two shards on one miner, no two on one coldkey, at most
 * {@code maxPerSubnet} in one /24. When the network cannot satisfy the last two rules they relax, and
 * {@link #relaxed()} says so. A miner whose last proof failed takes a shard only when nobody else is left. Among equals the order is
 * random.
 *
 * <p>One instance plans one segment; it is told of every miner that took or refused a shard, so that a replacement follows the
 * same rules. Thread-safe.
 */
public final class Placement {

    private final List<Candidate> candidates;
    private final int maxPerSubnet;
    private final Set<Ss58Address> tried = new HashSet<>();
    private final Set<Ss58Address> holders = new HashSet<>();
    private final Map<Ss58Address, Integer> heldByColdkey = new HashMap<>();
    private final Map<String, Integer> heldInSubnet = new HashMap<>();
    private boolean relaxed;

    private Placement(List<Candidate> candidates, int maxPerSubnet) {
        this.candidates = List.copyOf(candidates);
        this.maxPerSubnet = maxPerSubnet;
    }

    /**
     * Plans a segment.
     *
     * @param answering eligible miners that answer
     * @param allowance what a miner may still take
     * @param shardBytes L of the segment
     */
    public static Placement of(
            Collection<Miner> answering,
            Function<Miner, Allowance> allowance,
            long shardBytes,
            int maxPerSubnet,
            RandomGenerator random) {
        List<Candidate> candidates = new ArrayList<>();
        for (Miner miner : answering) {
            Allowance allowed = allowance.apply(miner);
            if (allowed.room() >= shardBytes) {
                candidates.add(new Candidate(miner, subnet(miner.axon()), allowed.onProbation()));
            }
        }
        Collections.shuffle(candidates, random);
        return new Placement(candidates, maxPerSubnet);
    }

    /** Counts a miner that holds a shard of this segment already, as repair needs it. */
    public synchronized void hold(Miner holder) {
        hold(Candidate.of(holder));
    }

    /** The next miner for a shard; it counts as a holder until {@link #release} says otherwise. Empty when none is left. */
    public synchronized Optional<Miner> next() {
        Candidate best = null;
        int bestBroken = Integer.MAX_VALUE;
        for (Candidate candidate : this.candidates) {
            if (!this.tried.contains(candidate.miner().hotkey())) {
                int broken = brokenRules(candidate);
                boolean better =
                        best == null
                                || (candidate.onProbation() == best.onProbation()
                                        ? broken < bestBroken
                                        : best.onProbation());
                if (better) {
                    best = candidate;
                    bestBroken = broken;
                }
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        this.relaxed |= bestBroken > 0;
        hold(best);
        return Optional.of(best.miner());
    }

    /** Takes back a miner that failed; it is not asked again for this segment. */
    public synchronized void release(Miner miner) {
        if (this.holders.remove(miner.hotkey())) {
            count(Candidate.of(miner), -1);
        }
    }

    /** Whether two shards had to share a coldkey or more than {@code maxPerSubnet} a subnet. */
    public synchronized boolean relaxed() {
        return this.relaxed;
    }

    /** How badly a miner would break the rules of owners and subnets beside the holders; 0 when it breaks none. */
    public synchronized int brokenRules(Miner candidate) {
        return brokenRules(Candidate.of(candidate));
    }

    private int brokenRules(Candidate candidate) {
        int sameColdkey = this.heldByColdkey.getOrDefault(candidate.miner().coldkey(), 0);
        int sameSubnet = this.heldInSubnet.getOrDefault(candidate.subnet(), 0);
        // A shared coldkey is the worse of the two: one owner may take all its miners away at once.
        return 2 * sameColdkey + Math.max(0, sameSubnet + 1 - this.maxPerSubnet);
    }

    private void hold(Candidate holder) {
        this.tried.add(holder.miner().hotkey());
        if (this.holders.add(holder.miner().hotkey())) {
            count(holder, 1);
        }
    }

    private void count(Candidate holder, int by) {
        this.heldByColdkey.merge(holder.miner().coldkey(), by, Integer::sum);
        this.heldInSubnet.merge(holder.subnet(), by, Integer::sum);
    }

    /** The group that the placement rule counts: the /24 of an IPv4 address, the /48 of an IPv6 address. */
    static String subnet(AxonInfo axon) {
        byte[] address = InetAddress.ofLiteral(axon.ip()).getAddress();
        return HexFormat.of().formatHex(address, 0, address.length == 4 ? 3 : 6);
    }

    /** A miner with the group that its address belongs to. */
    private record Candidate(Miner miner, String subnet, boolean onProbation) {

        static Candidate of(Miner miner) {
            return new Candidate(miner, Placement.subnet(miner.axon()), false);
        }
    }
}
