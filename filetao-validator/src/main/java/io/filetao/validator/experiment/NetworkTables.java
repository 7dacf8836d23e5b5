package io.filetao.validator.experiment;

import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.wallet.Ss58Address;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the index and the scores say of all miners, as tables with commas between their columns. */
final class NetworkTables {

    static final String STATISTICS =
            "time,block,uid,hotkey,tier,score,window_score,store_successes,store_attempts,"
                    + "challenge_successes,challenge_attempts,retrieve_successes,retrieve_attempts,"
                    + "total_successes,shards,bytes";
    static final String TOTALS = "time,block,miners,shards,bytes";
    static final String HASH_MAP = "hotkey,shard,cid,segment,number";

    private final Supplier<Metagraph> metagraph;
    private final FileIndex index;
    private final ScoreBook book;

    NetworkTables(Supplier<Metagraph> metagraph, FileIndex index, ScoreBook book) {
        this.metagraph = metagraph;
        this.index = index;
        this.book = book;
    }

    /** How it stands now; fails with an unchecked exception when Redis or the chain is away. */
    Snapshot snapshot(Instant now) {
        Metagraph network = this.metagraph.get();
        String when = now.truncatedTo(ChronoUnit.SECONDS) + "," + network.block().number();
        Map<Ss58Address, Standing> standings =
                this.book.findAll(network.neurons().stream().map(Neuron::hotkey).toList());
        List<String> lines = new ArrayList<>();
        long shards = 0;
        long bytes = 0;
        for (Neuron neuron : network.neurons()) {
            Standing standing = standings.get(neuron.hotkey());
            if (standing == null) {
                continue;
            }
            long held = this.index.heldShards(neuron.hotkey());
            long used = this.index.usedBytes(neuron.hotkey());
            shards += held;
            bytes += used;
            lines.add(when + "," + line(neuron, standing) + "," + held + "," + used);
        }
        return new Snapshot(
                lines,
                when + "," + lines.size() + "," + shards + "," + bytes,
                Map.of(
                        "miners",
                        lines.size(),
                        "total_shards",
                        shards,
                        "total_bytes",
                        bytes,
                        "block",
                        network.block().number()));
    }

    /** Which miner holds which shard; as many as are asked for. */
    List<String> hashMap(int most) {
        Set<Ss58Address> holders = this.index.holders();
        List<String> lines = new ArrayList<>();
        lines.add(HASH_MAP);
        for (Ss58Address miner :
                holders.stream().sorted(Comparator.comparing(Ss58Address::value)).toList()) {
            int page = HeldPage.FIRST;
            while (page != HeldPage.END && lines.size() <= most) {
                HeldPage held = this.index.held(miner, page);
                held.shards().forEach(shard -> lines.add(line(miner, shard)));
                page = held.next();
            }
        }
        return lines.subList(0, Math.min(lines.size(), most + 1));
    }

    private static String line(Neuron neuron, Standing standing) {
        return String.join(
                ",",
                Integer.toString(neuron.uid()),
                neuron.hotkey().value(),
                quoted(standing.tier()),
                Double.toString(standing.score()),
                Double.toString(standing.windowScore()),
                Long.toString(standing.store().successes()),
                Long.toString(standing.store().attempts()),
                Long.toString(standing.challenge().successes()),
                Long.toString(standing.challenge().attempts()),
                Long.toString(standing.retrieve().successes()),
                Long.toString(standing.retrieve().attempts()),
                Long.toString(standing.totalSuccesses()));
    }

    private static String line(Ss58Address miner, HeldShard shard) {
        return miner.value()
                + ","
                + shard.rid()
                + ","
                + shard.cid()
                + ","
                + shard.segment()
                + ","
                + shard.number();
    }

    /** As RFC 4180 wants it. */
    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /**
     * How it stands.
     *
     * @param statistics a line for each miner
     * @param totals a line for all of them
     * @param values the totals as values of a history's row
     */
    record Snapshot(List<String> statistics, String totals, Map<String, Object> values) {}
}
