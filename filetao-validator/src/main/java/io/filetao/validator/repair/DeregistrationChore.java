package io.filetao.validator.repair;

import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.index.FileIndex;
import io.filetao.common.stats.redis.Departures;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds holders of shards that are not on the subnet any more: deregistered, or replaced by another hotkey under the same uid, which
 * inherits nothing. A hotkey that left while no validator was running is found too, because holders are remembered. Who announced to
 * leave, and has, is struck off that list: if it comes back it may hold shards again.
 */
final class DeregistrationChore implements Chore {

    private final FileIndex index;
    private final Supplier<Metagraph> metagraph;
    private final RepairTriggers triggers;
    private final Departures departures;

    DeregistrationChore(
            FileIndex index,
            Supplier<Metagraph> metagraph,
            RepairTriggers triggers,
            Departures departures) {
        this.index = index;
        this.metagraph = metagraph;
        this.triggers = triggers;
        this.departures = departures;
    }

    @Override
    public String name() {
        return "deregistrations";
    }

    @Override
    public int everyBlocks() {
        return 3;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(1);
    }

    @Override
    public ChoreOutcome run(Tick tick) {
        Set<Ss58Address> registered =
                this.metagraph.get().neurons().stream()
                        .map(Neuron::hotkey)
                        .collect(Collectors.toSet());
        if (registered.isEmpty()) {
            // An empty subnet is more likely a chain that was read too early than a network without
            // anybody.
            return ChoreOutcome.NOTHING;
        }
        for (Ss58Address leaving : this.departures.all()) {
            if (!registered.contains(leaving)) {
                this.departures.strike(leaving);
            }
        }
        int gone = 0;
        for (Ss58Address holder : this.index.holders()) {
            if (!registered.contains(holder) && this.index.heldShards(holder) > 0) {
                this.triggers.minerGone(holder);
                gone++;
            }
        }
        return ChoreOutcome.of(gone, 0);
    }
}
