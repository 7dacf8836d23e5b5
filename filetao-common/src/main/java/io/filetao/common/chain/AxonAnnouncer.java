package io.filetao.common.chain;

import io.filetao.common.wallet.Signer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the chain knows where a node serves: announces it once the chain answers and the hotkey is registered, and
 * tries again until then.
 */
public final class AxonAnnouncer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AxonAnnouncer.class);

    /** Longest pause between two attempts, in multiples of the first one. */
    private static final int LONGEST_PAUSE = 16;

    private final Subtensor chain;
    private final Signer hotkey;
    private final Duration retry;
    private @Nullable Thread thread;
    private volatile boolean announced;

    /**
     * @param retry time until the second attempt; each further one waits twice as long, up to sixteen times this
     */
    public AxonAnnouncer(Subtensor chain, Signer hotkey, Duration retry) {
        this.chain = chain;
        this.hotkey = hotkey;
        this.retry = retry;
    }

    /** Announces an axon from now on; returns at once. */
    public synchronized void announce(AxonInfo axon) {
        close();
        this.announced = false;
        this.thread =
                Thread.ofVirtual().name("axon-announcer").start(() -> announceUntilDone(axon));
    }

    /** Whether the chain has it. */
    public boolean isAnnounced() {
        return this.announced;
    }

    @Override
    public synchronized void close() {
        if (this.thread != null) {
            this.thread.interrupt();
            this.thread = null;
        }
    }

    private void announceUntilDone(AxonInfo axon) {
        String told = "";
        Duration pause = this.retry;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                this.chain.serveAxon(this.hotkey, axon);
                this.announced = true;
                LOG.info("Axon announced ip={} port={}", axon.ip(), axon.port());
                return;
            } catch (ChainException failure) {
                String why = String.valueOf(failure.getMessage());
                if (!why.equals(told) && !Thread.currentThread().isInterrupted()) {
                    LOG.warn("The axon is not announced yet and that will be tried again: {}", why);
                    told = why;
                }
            }
            try {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2);
                if (pause.compareTo(this.retry.multipliedBy(LONGEST_PAUSE)) > 0) {
                    pause = this.retry.multipliedBy(LONGEST_PAUSE);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
