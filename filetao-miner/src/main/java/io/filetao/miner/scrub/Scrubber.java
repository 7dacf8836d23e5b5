package io.filetao.miner.scrub;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardScrub;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ScrubPosition;
import io.filetao.miner.shard.disk.ShardDirectory;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.UnreadableShardException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all shards again, pass after pass, at a bounded rate, and marks those that the disk has changed. A marked shard is not served any
 * more; its next challenge fails, and the network repairs it elsewhere while enough others are whole.
 *
 * <p>Where it stopped is kept on the disk, so that a miner that is often restarted gets round as well.
 */
public final class Scrubber implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final ShardDirectory directory;
    private final ShardStore shards;
    private final ScrubProperties properties;
    private final InstantSource clock;
    private final Counter bytes;
    private final Counter passes;
    private @Nullable Thread thread;

    public Scrubber(
            ShardDirectory directory,
            ShardStore shards,
            ScrubProperties properties,
            InstantSource clock,
            MeterRegistry meters) {
        this.directory = directory;
        this.shards = shards;
        this.properties = properties;
        this.clock = clock;
        this.bytes =
                Counter.builder("filetao.miner.scrub.size")
                        .description("Sealed bytes read again and compared")
                        .baseUnit("bytes")
                        .register(meters);
        this.passes =
                Counter.builder("filetao.miner.scrub.passes")
                        .description("Passes over all shards that were finished")
                        .register(meters);
    }

    /** Starts to scrub in the background, if that is wanted. */
    public void start() {
        if (this.properties.enabled()) {
            this.thread = Thread.ofVirtual().name("scrub").start(this::runUntilClosed);
        }
    }

    @Override
    public void close() {
        Thread running = this.thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Goes on with the pass that is under way, or starts one when it is time.
     *
     * @return whether a pass was finished
     */
    boolean scrub() throws IOException, InterruptedException {
        ScrubPosition position = this.directory.scrubPosition();
        Instant now = this.clock.instant();
        if (position.isBetweenPasses()) {
            if (now.isBefore(position.startedAt().plus(this.properties.period()))) {
                return false;
            }
            position = ScrubPosition.start(now);
        }
        Pace pace = new Pace(this.properties.rate().toBytes());
        while (!position.isBetweenPasses()) {
            scrub(position.leaf(), pace);
            position = position.next();
            if (position.isWorthKeeping()) {
                this.directory.keepScrubPosition(position);
            }
        }
        this.passes.increment();
        LOG.info(
                "Scrubbed all shards hours={}",
                Duration.between(position.startedAt(), this.clock.instant()).toHours());
        return true;
    }

    private void runUntilClosed() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                scrub();
            } catch (InterruptedException closed) {
                return;
            } catch (IOException | IndexUnavailableException failure) {
                LOG.warn("Scrubbing goes on later: {}", failure.getMessage());
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private void scrub(int leaf, Pace pace) throws IOException, InterruptedException {
        for (ShardId rid : this.directory.shardsIn(leaf)) {
            scrub(rid, pace);
        }
    }

    private void scrub(ShardId rid, Pace pace) throws IOException, InterruptedException {
        try (ShardFile file = this.shards.open(rid).orElse(null)) {
            if (file != null && !file.state().damaged()) {
                read(rid, file, pace);
            }
        } catch (UnreadableShardException damage) {
            this.shards.markDamaged(rid, damage);
        }
    }

    private void read(ShardId rid, ShardFile file, Pace pace) throws InterruptedException {
        try {
            ShardScrub.run(
                    file.meta(),
                    file,
                    length -> {
                        this.bytes.increment(length);
                        pace.spend(length);
                    });
        } catch (ClosedByInterruptException closed) {
            throw (InterruptedException) new InterruptedException().initCause(closed);
        } catch (IOException damage) {
            // A piece that differs, or one that the disk does not give at all: it is lost either
            // way.
            this.shards.markDamaged(rid, damage);
        }
    }
}
