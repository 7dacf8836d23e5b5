package io.filetao.miner.shard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what happens to shards. */
public final class ShardMetrics {

    private final Counter stored;
    private final Counter storedBytes;
    private final Counter dropped;
    private final Counter damaged;

    public ShardMetrics(MeterRegistry meters) {
        this.stored =
                Counter.builder("filetao.miner.shards.stored")
                        .description("Shards received, checked and written")
                        .register(meters);
        this.storedBytes =
                Counter.builder("filetao.miner.shards.stored.size")
                        .description("Sealed bytes received, checked and written")
                        .baseUnit("bytes")
                        .register(meters);
        this.dropped =
                Counter.builder("filetao.miner.shards.dropped")
                        .description("Shards removed because they are not needed any more")
                        .register(meters);
        this.damaged =
                Counter.builder("filetao.miner.shards.damaged")
                        .description("Shards found changed or unreadable on the disk")
                        .register(meters);
    }

    void stored(long bytes) {
        this.stored.increment();
        this.storedBytes.increment(bytes);
    }

    void dropped() {
        this.dropped.increment();
    }

    void damaged() {
        this.damaged.increment();
    }
}
