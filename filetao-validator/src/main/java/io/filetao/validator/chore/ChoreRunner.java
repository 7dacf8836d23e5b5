package io.filetao.validator.chore;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.event.Event;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.Locks;
import io.filetao.common.redis.RedisCalls;
import io.filetao.validator.event.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Looks at the chain about once a block and starts what is due, each chore on a thread of its own.
 *
 * <p>A slot is {@code block / everyBlocks}. Whoever holds a chore's lock takes the slot with one script, so that each slot is done once
 * however many replicas there are. A chore that still runs when its next slot comes is left to end. One that hangs is interrupted
 * at its timeout, and one that fails fails alone.
 */
public final class ChoreRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChoreRunner.class);

    /** How long the lock outlives the timeout, for a thread that takes its time to heed the interrupt. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final List<Chore> chores;
    private final ChoreProperties properties;
    private final Supplier<Block> head;
    private final Locks locks;
    private final ChoreSlots slots;
    private final EventLog events;
    private final MeterRegistry meters;
    private final ObservationRegistry observations;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private boolean away;

    /**
     * @param head reads the newest block of the chain
     */
    public ChoreRunner(
            List<Chore> chores,
            ChoreProperties properties,
            Supplier<Block> head,
            RedisCalls redis,
            Keyspace keys,
            EventLog events,
            MeterRegistry meters,
            ObservationRegistry observations) {
        this.observations = observations;
        this.chores = chores.stream().filter(properties::enabled).toList();
        this.properties = properties;
        this.head = head;
        this.locks = new Locks(redis, keys);
        this.slots = new ChoreSlots(redis, keys);
        this.events = events;
        this.meters = meters;
    }

    /** Starts what the newest block makes due and returns without waiting for it. */
    @Scheduled(fixedDelayString = "${filetao.chain.refresh:3s}")
    public void look() {
        Block block;
        try {
            block = this.head.get();
            this.away = false;
        } catch (ChainException chainAway) {
            if (!this.away) {
                LOG.warn("{} No chore starts until the chain answers.", chainAway.getMessage());
            }
            this.away = true;
            return;
        }
        for (Chore chore : this.chores) {
            long slot = block.number() / this.properties.every(chore);
            if (!this.closed
                    && slot > this.seen.getOrDefault(chore.name(), -1L)
                    && !this.running.containsKey(chore.name())) {
                Thread thread =
                        Thread.ofVirtual()
                                .name("chore-" + chore.name())
                                .unstarted(() -> attempt(chore, slot, block));
                this.running.put(chore.name(), thread);
                thread.start();
            }
        }
    }

    /** Whether nothing runs. */
    public boolean isIdle() {
        return this.running.isEmpty();
    }

    /** Interrupts what runs. */
    @Override
    public void close() {
        this.closed = true;
        this.workers.forEach(Thread::interrupt);
        this.running.values().forEach(Thread::interrupt);
    }

    private void attempt(Chore chore, long slot, Block block) {
        try {
            Optional<Locks.Lease> lease =
                    this.locks.tryAcquire("chore:" + chore.name(), chore.timeout().plus(GRACE));
            if (lease.isEmpty()) {
                return;
            }
            try (Locks.Lease _ = lease.get()) {
                if (this.slots.take(chore.name(), slot)) {
                    run(chore, new Tick(block, block.number() / this.properties.roundBlocks()));
                }
                this.seen.put(chore.name(), slot);
            }
        } catch (IndexUnavailableException redisAway) {
            LOG.debug("chore={} waits for Redis: {}", chore.name(), redisAway.getMessage());
        } catch (RuntimeException failure) {
            LOG.error("chore={} could not be started", chore.name(), failure);
        } finally {
            this.running.remove(chore.name());
        }
    }

    private void run(Chore chore, Tick tick) {
        long began = System.nanoTime();
        FutureTask<ChoreOutcome> task = new FutureTask<>(() -> observed(chore, tick));
        Thread worker =
                Thread.ofVirtual().name("chore-" + chore.name() + "-worker").unstarted(task);
        this.workers.add(worker);
        try {
            worker.start();
            ChoreOutcome outcome = task.get(chore.timeout().toMillis(), TimeUnit.MILLISECONDS);
            String note = "handled=" + outcome.handled() + " failed=" + outcome.failed();
            LOG.debug("chore={} block={} {}", chore.name(), tick.block().number(), note);
            count(chore, "failure", outcome.failed());
            count(chore, "success", outcome.handled() - outcome.failed());
            ended(chore, tick, "success", note, began);
        } catch (TimeoutException late) {
            LOG.warn("chore={} took longer than {} and was stopped", chore.name(), chore.timeout());
            ended(chore, tick, "timeout", "took longer than " + chore.timeout(), began);
        } catch (ExecutionException failed) {
            if (!this.closed) {
                Throwable cause = failed.getCause();
                LOG.warn("chore={} failed: {}", chore.name(), String.valueOf(cause));
                LOG.debug("chore={} failed", chore.name(), cause);
                ended(chore, tick, "failure", String.valueOf(cause), began);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            stop(worker);
            this.workers.remove(worker);
        }
    }

    private ChoreOutcome observed(Chore chore, Tick tick) throws Exception {
        return Observation.createNotStarted("filetao.duty", this.observations)
                .contextualName("duty " + chore.name())
                .lowCardinalityKeyValue("chore", chore.name())
                .highCardinalityKeyValue("block", Long.toString(tick.block().number()))
                .observeChecked(() -> chore.run(tick));
    }

    /** The lock is kept until the thread has really ended, or the lease has. */
    private static void stop(Thread worker) {
        worker.interrupt();
        try {
            if (!worker.join(GRACE)) {
                LOG.error("{} does not heed its interrupt", worker.getName());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the runs looked after: miners, shards or files. */
    private void count(Chore chore, String outcome, long things) {
        Counter.builder("filetao.chore.items")
                .description("What the duties looked after, by how that went")
                .tag("chore", chore.name())
                .tag("outcome", outcome)
                .register(this.meters)
                .increment(Math.max(0, things));
    }

    private void ended(Chore chore, Tick tick, String outcome, String note, long began) {
        long nanos = System.nanoTime() - began;
        Timer.builder("filetao.chore")
                .description("Runs of the duties, by how they ended")
                .tag("chore", chore.name())
                .tag("outcome", outcome)
                .register(this.meters)
                .record(nanos, TimeUnit.NANOSECONDS);
        this.events.append(
                Event.of("chore", tick.block().number())
                        .chore(chore.name())
                        .success(outcome.equals("success"))
                        .reason(note)
                        .seconds(nanos / 1e9)
                        .build());
    }
}
