package io.filetao.validator.duty;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.UidSelector;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.score.Rated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who may be asked: the eligible miners with their registrations, and those that a block's hash picks. */
final class Roster {

    private final MetagraphCache metagraph;
    private final MinerDirectory miners;
    private final Ss58Address self;

    /**
     * @param self own hotkey
     */
    Roster(MetagraphCache metagraph, MinerDirectory miners, Ss58Address self) {
        this.metagraph = metagraph;
        this.miners = miners;
        this.self = self;
    }

    /** A miner and its registration. */
    record Entry(Miner miner, Rated rated) {}

    /** Every eligible miner, by uid. */
    List<Entry> eligible() {
        Metagraph now = this.metagraph.metagraph();
        List<Entry> entries = new ArrayList<>();
        for (Miner miner : this.miners.eligible()) {
            now.neuron(miner.hotkey())
                    .ifPresent(neuron -> entries.add(new Entry(miner, Rated.of(neuron))));
        }
        return entries;
    }

    /** At most k eligible miners, drawn from the block's hash as {@link UidSelector} says. */
    List<Entry> select(Block block, String task, int k) {
        Map<Integer, Entry> byUid = new TreeMap<>();
        eligible().forEach(entry -> byUid.put(entry.miner().uid(), entry));
        List<Entry> drawn = new ArrayList<>();
        for (int uid : UidSelector.select(block.hash(), task, this.self, byUid.keySet(), k)) {
            Entry entry = byUid.get(uid);
            if (entry != null) {
                drawn.add(entry);
            }
        }
        return drawn;
    }

    /** Every hotkey of the subnet, serving or not. */
    List<Rated> everybody() {
        return this.metagraph.metagraph().neurons().stream().map(Rated::of).toList();
    }

    /** Whether a miner answers a ping now. */
    boolean answers(Entry entry) {
        return this.miners.answersNow(entry.miner().hotkey());
    }

    Ss58Address self() {
        return this.self;
    }

    /** The own neuron as the chain has it now. */
    Optional<Neuron> own() {
        return this.metagraph.refreshIfOlderThan(Duration.ofSeconds(1)).neuron(this.self);
    }
}
