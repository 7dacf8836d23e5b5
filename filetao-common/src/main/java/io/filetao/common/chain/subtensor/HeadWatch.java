package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.rpc.RpcClient;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Wakes those who wait for a block as soon as the node tells of one. A node may forget to: whoever waits asks by himself now and
 * then and says what he saw, and a subscription that missed several blocks is made anew.
 */
final class HeadWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);
    private static final long MISSED = 3;

    private final RpcClient rpc;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = this.lock.newCondition();
    private AutoCloseable newHeads;
    private AutoCloseable finalizedHeads;
    private long newest = -1;
    private long finalized = -1;

    HeadWatch(RpcClient rpc) {
        this.rpc = rpc;
        this.newHeads = subscribeNew();
        this.finalizedHeads = subscribeFinalized();
    }

    /** Waits until a block above the given one is known of, or for the given time. */
    void await(long above, Duration longest) throws InterruptedException {
        long nanos = longest.toNanos();
        this.lock.lockInterruptibly();
        try {
            while (this.newest <= above && nanos > 0) {
                nanos = this.changed.awaitNanos(nanos);
            }
        } finally {
            this.lock.unlock();
        }
    }

    /** Tells which block the node names as its newest when it is asked. */
    void seen(long number) {
        boolean forgotten;
        this.lock.lock();
        try {
            forgotten = number > this.newest + MISSED && this.newest >= 0;
            if (number > this.newest) {
                this.newest = number;
                this.changed.signalAll();
            }
        } finally {
            this.lock.unlock();
        }
        if (forgotten) {
            LOG.info("The chain forgot to tell of new blocks; subscribing again");
            resubscribe();
        }
    }

    /** Number of the newest final block that the node told of, -1 before the first. */
    long finalized() {
        this.lock.lock();
        try {
            return this.finalized;
        } finally {
            this.lock.unlock();
        }
    }

    @Override
    public void close() {
        end(this.newHeads);
        end(this.finalizedHeads);
    }

    private synchronized void resubscribe() {
        close();
        this.newHeads = subscribeNew();
        this.finalizedHeads = subscribeFinalized();
    }

    private AutoCloseable subscribeNew() {
        return this.rpc.subscribe(
                "chain_subscribeNewHeads", "chain_unsubscribeNewHeads", this::newHead);
    }

    private AutoCloseable subscribeFinalized() {
        return this.rpc.subscribe(
                "chain_subscribeFinalizedHeads",
                "chain_unsubscribeFinalizedHeads",
                this::finalizedHead);
    }

    private void newHead(JsonNode header) {
        Long number = number(header);
        this.lock.lock();
        try {
            if (number != null && number > this.newest) {
                this.newest = number;
                this.changed.signalAll();
            }
        } finally {
            this.lock.unlock();
        }
    }

    private void finalizedHead(JsonNode header) {
        Long number = number(header);
        this.lock.lock();
        try {
            if (number != null) {
                this.finalized = Math.max(this.finalized, number);
            }
        } finally {
            this.lock.unlock();
        }
    }

    private static @Nullable Long number(JsonNode header) {
        try {
            return Json.blockNumber(header);
        } catch (RuntimeException nonsense) {
            LOG.debug("A header that cannot be read was announced", nonsense);
            return null;
        }
    }

    private static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception gone) {
            LOG.debug("A subscription could not be ended", gone);
        }
    }
}
