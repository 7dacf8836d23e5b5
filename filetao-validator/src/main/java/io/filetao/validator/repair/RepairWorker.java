package io.filetao.validator.repair;

import io.filetao.common.broadband.RepairReport;
import io.filetao.common.broadband.RepairReport.Outcome;
import io.filetao.common.broadband.SegmentRepairer;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.repair.RepairQueue;
import io.filetao.common.repair.RepairTask;
import io.filetao.common.wallet.Ss58Address;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jobs out of the repair queue and does them, as long as the program runs. A job's lease is renewed while it is worked on; when
 * the lease is lost, because this program stood still for too long, the work stops. What fails is tried again after a pause that grows.
 */
final class RepairWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RepairWorker.class);

    /** A miner that is still away, or still listed, is looked at again after this time. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final RepairQueue queue;
    private final RepairTriggers triggers;
    private final SegmentRepairer repairer;
    private final FileIndex index;
    private final MinerDirectory miners;
    private final Predicate<Ss58Address> registered;
    private final Consumer<String> randomData;
    private final RepairListener listener;
    private final RepairProperties properties;
    private final ObservationRegistry observations;
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService heartbeats;
    private volatile boolean closed;

    /**
     * @param randomData ends the random data of a CID
     */
    RepairWorker(
            RepairQueue queue,
            RepairTriggers triggers,
            SegmentRepairer repairer,
            FileIndex index,
            MinerDirectory miners,
            Predicate<Ss58Address> registered,
            Consumer<String> randomData,
            RepairListener listener,
            RepairProperties properties,
            ObservationRegistry observations) {
        this.observations = observations;
        this.queue = queue;
        this.triggers = triggers;
        this.repairer = repairer;
        this.index = index;
        this.miners = miners;
        this.registered = registered;
        this.randomData = randomData;
        this.listener = listener;
        this.properties = properties;
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("repair-leases").factory());
        timer.setRemoveOnCancelPolicy(true);
        this.heartbeats = timer;
    }

    void start() {
        for (int i = 0; i < this.properties.workers(); i++) {
            this.threads.add(Thread.ofVirtual().name("repair-" + i).start(this::work));
        }
    }

    @Override
    public void close() {
        this.closed = true;
        this.threads.forEach(Thread::interrupt);
        for (Thread thread : this.threads) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        this.heartbeats.shutdownNow();
    }

    private void work() {
        while (!this.closed) {
            try {
                if (!workOnce()) {
                    Thread.sleep(this.properties.poll());
                }
            } catch (InterruptedException stopped) {
                // Closed, or the lease was lost; the loop tells which.
                LOG.debug("A repair was interrupted", stopped);
            } catch (IndexUnavailableException away) {
                LOG.debug("Repair waits for Redis: {}", away.getMessage());
                pause();
            } catch (RuntimeException | Error failure) {
                // Also what is no exception: a worker that ended would leave the queue to nobody.
                LOG.error("Repair goes on after a failure", failure);
                pause();
            }
        }
    }

    /** Does the most urgent job. Answers false when there was none. */
    boolean workOnce() throws InterruptedException {
        Optional<RepairQueue.Lease> taken = this.queue.lease(this.properties.lease());
        if (taken.isEmpty()) {
            return false;
        }
        RepairQueue.Lease lease = taken.get();
        Thread worker = Thread.currentThread();
        long beat = this.properties.lease().toMillis() / 3;
        ScheduledFuture<?> heartbeat =
                this.heartbeats.scheduleAtFixedRate(
                        () -> renew(lease, worker), beat, beat, TimeUnit.MILLISECONDS);
        try {
            attempt(lease);
        } catch (InterruptedException stopped) {
            heartbeat.cancel(false);
            if (this.closed) {
                giveBack(lease);
            }
            throw stopped;
        } finally {
            heartbeat.cancel(false);
            // A lease that was lost as the job ended must not end the next one.
            if (Thread.interrupted() && this.closed) {
                worker.interrupt();
            }
        }
        return true;
    }

    private void attempt(RepairQueue.Lease lease) throws InterruptedException {
        try {
            switch (lease.task()) {
                case RepairTask.Segment segment -> repair(lease, segment);
                case RepairTask.Gone gone -> walk(lease, gone);
                case RepairTask.Down down -> walk(lease, down);
                case RepairTask.Leaving leaving -> walk(lease, leaving);
            }
        } catch (IndexUnavailableException away) {
            // Nobody can be told; the lease runs out and the job comes again.
            throw away;
        } catch (RuntimeException failure) {
            LOG.warn("repair task=\"{}\" failed: {}", lease.task().text(), failure.toString());
            lease.retry(this.properties.pause(lease.attempt()));
        } catch (Error failure) {
            // The job waits for its turn, so that one which cannot be done does not stop all
            // others.
            lease.retry(this.properties.pause(lease.attempt()));
            throw failure;
        }
    }

    private void repair(RepairQueue.Lease lease, RepairTask.Segment task)
            throws InterruptedException {
        RepairReport report =
                Observation.createNotStarted("filetao.repair", this.observations)
                        .contextualName("repair segment")
                        .highCardinalityKeyValue("cid", task.cid())
                        .highCardinalityKeyValue("segment", Integer.toString(task.segment()))
                        .observeChecked(() -> this.repairer.repair(task.cid(), task.segment()));
        this.listener.repaired(report, lease.reason());
        if (report.outcome() == Outcome.COMPLETE || report.outcome() == Outcome.NOTHING_TO_DO) {
            lease.done();
        } else {
            lease.retry(this.properties.pause(lease.attempt()), report.surplus());
        }
    }

    private void walk(RepairQueue.Lease lease, RepairTask.Gone task) {
        if (this.registered.test(task.miner())) {
            lease.done();
            return;
        }
        int seen =
                this.triggers.walk(
                        task.miner(), null, Duration.ZERO, lease.reason(), renewing(lease));
        LOG.info("repair miner={} left the subnet, shards={}", task.miner(), seen);
        endWalk(lease, seen);
    }

    private void walk(RepairQueue.Lease lease, RepairTask.Down task) {
        if (this.miners.answersNow(task.miner())) {
            // What was marked before has its second look now, and moves nowhere.
            int seen =
                    this.triggers.walk(
                            task.miner(),
                            null,
                            Duration.ZERO,
                            "The miner answers again",
                            renewing(lease));
            LOG.info("repair miner={} answers again, shards={}", task.miner(), seen);
            lease.done();
            return;
        }
        int seen =
                this.triggers.walk(
                        task.miner(),
                        lease.reason(),
                        this.properties.downPatience(),
                        lease.reason(),
                        renewing(lease));
        LOG.info("repair miner={} shards={} {}", task.miner(), seen, lease.reason());
        endWalk(lease, seen);
    }

    /** Once only: a miner that was emptied may take new shards, and is not emptied for ever. */
    private void walk(RepairQueue.Lease lease, RepairTask.Leaving task) {
        int seen =
                this.triggers.walk(
                        task.miner(),
                        lease.reason(),
                        Duration.ZERO,
                        lease.reason(),
                        renewing(lease));
        this.triggers.giveUpRandomData(task.miner(), this.randomData, renewing(lease));
        LOG.info("repair miner={} is emptied, shards={}", task.miner(), seen);
        lease.done();
    }

    /** As long as a miner is listed as a holder it is looked at now and then, so that no shard of it is forgotten. */
    private void endWalk(RepairQueue.Lease lease, int seen) {
        if (seen == 0) {
            lease.done();
        } else {
            lease.retry(AGAIN);
        }
    }

    private BooleanSupplier renewing(RepairQueue.Lease lease) {
        return () -> !this.closed && lease.renew(this.properties.lease());
    }

    private void renew(RepairQueue.Lease lease, Thread worker) {
        try {
            if (!lease.renew(this.properties.lease())) {
                worker.interrupt();
            }
        } catch (RuntimeException | Error away) {
            // What is thrown out of here would end the renewals of this lease.
            LOG.debug("A lease could not be renewed", away);
        }
    }

    private static void giveBack(RepairQueue.Lease lease) {
        // The interrupt that ended the work must not end this call.
        boolean interrupted = Thread.interrupted();
        try {
            lease.retry(Duration.ZERO);
        } catch (RuntimeException away) {
            LOG.debug("A job comes again when its lease has run out: {}", away.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(this.properties.poll());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
