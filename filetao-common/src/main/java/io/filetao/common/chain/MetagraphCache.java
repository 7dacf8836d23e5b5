package io.filetao.common.chain;

import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest metagraph that could be read, refreshed by a thread of its own.
 *
 * <p>Reading it costs nothing and never waits once there is one. While the chain is away the last good one stays, and
 * {@link #age()} tells how old it is.
 */
public final class MetagraphCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetagraphCache.class);

    private final Subtensor chain;
    private final Duration interval;
    private final InstantSource time;
    private final ReentrantLock reading = new ReentrantLock();
    private final Thread refresher;
    private final List<Consumer<Metagraph>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Snapshot latest;
    private volatile boolean away;

    /**
     * Starts refreshing.
     *
     * @param interval time between two refreshes, about a block
     */
    public MetagraphCache(Subtensor chain, Duration interval, InstantSource time) {
        this.chain = chain;
        this.interval = interval;
        this.time = time;
        this.refresher = Thread.ofVirtual().name("metagraph-refresher").start(this::keepFresh);
    }

    /**
     * The newest metagraph known; the first call waits for the chain.
     *
     * @throws ChainException when none has ever been read and the chain is away
     */
    public Metagraph metagraph() {
        Snapshot snapshot = this.latest;
        return snapshot != null ? snapshot.metagraph() : refreshIfOlderThan(Duration.ZERO);
    }

    /** The newest metagraph, empty when none has ever been read; never waits. */
    public Optional<Metagraph> known() {
        Snapshot snapshot = this.latest;
        return snapshot == null ? Optional.empty() : Optional.of(snapshot.metagraph());
    }

    /**
     * Has each metagraph that is read from now on told, and the one that is known already; it may be told twice. The listener must
     * not wait.
     */
    public void onRefresh(Consumer<Metagraph> listener) {
        this.listeners.add(listener);
        known().ifPresent(listener);
    }

    /** Time since the metagraph was read; empty when none has ever been. */
    public Optional<Duration> age() {
        Snapshot snapshot = this.latest;
        return snapshot == null
                ? Optional.empty()
                : Optional.of(Duration.between(snapshot.readAt(), this.time.instant()));
    }

    /**
     * The neuron of a hotkey. One that is not known is looked up again, at most once a second, so that a neuron which
     * registered just now is found.
     */
    public Optional<Neuron> neuron(Ss58Address hotkey) {
        Optional<Neuron> known = metagraph().neuron(hotkey);
        return known.isPresent() ? known : newest(Duration.ofSeconds(1)).neuron(hotkey);
    }

    /**
     * Reads the metagraph unless that was done within {@code age}.
     *
     * @throws ChainException when it has to be read and the chain is away
     */
    public Metagraph refreshIfOlderThan(Duration age) {
        this.reading.lock();
        try {
            Snapshot snapshot = this.latest;
            Instant now = this.time.instant();
            if (snapshot == null || !snapshot.readAt().plus(age).isAfter(now)) {
                snapshot = new Snapshot(this.chain.metagraph(), now);
                this.latest = snapshot;
                Metagraph newest = snapshot.metagraph();
                this.listeners.forEach(listener -> listener.accept(newest));
            }
            return snapshot.metagraph();
        } finally {
            this.reading.unlock();
        }
    }

    @Override
    public void close() {
        this.refresher.interrupt();
    }

    private Metagraph newest(Duration age) {
        try {
            return refreshIfOlderThan(age);
        } catch (ChainException chainAway) {
            return metagraph();
        }
    }

    private void keepFresh() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                refreshIfOlderThan(this.interval.dividedBy(2));
                if (this.away) {
                    LOG.info("The chain answers again");
                }
                this.away = false;
            } catch (RuntimeException failure) {
                if (!this.away && !Thread.currentThread().isInterrupted()) {
                    LOG.warn("{} The last metagraph stays in use.", failure.getMessage());
                }
                this.away = true;
            }
            try {
                Thread.sleep(this.interval);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Snapshot(Metagraph metagraph, Instant readAt) {}
}
