package io.filetao.miner.challenge;

import io.filetao.common.crypto.CpuPermits;
import io.filetao.common.protocol.axon.AxonException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Lets few proofs run at a time and few wait; the others are told to come back. */
public final class ProofGate {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Semaphore places;
    private final Semaphore running;
    private final Timer proven;
    private final Timer failed;
    private final Counter refused;

    /**
     * @param concurrent proofs that run at once
     * @param queue proofs that may wait
     */
    public ProofGate(int concurrent, int queue, MeterRegistry meters) {
        this.places = new Semaphore(concurrent + queue);
        this.running = new Semaphore(concurrent, true);
        this.proven = duration("success", meters);
        this.failed = duration("failure", meters);
        this.refused =
                Counter.builder("filetao.miner.proofs.refused")
                        .description("Proofs that were not begun since too many waited")
                        .register(meters);
        int all = concurrent + queue;
        Gauge.builder(
                        "filetao.miner.proofs.pending",
                        this.places,
                        places -> (double) (all - places.availablePermits()))
                .description("Proofs that run or wait")
                .register(meters);
    }

    /** Runs a proof when its turn comes, or refuses with 503 when too many wait. */
    <T> T run(Proof<T> proof) throws IOException, InterruptedException {
        if (!this.places.tryAcquire()) {
            this.refused.increment();
            throw new AxonException(
                    503, "too-many-proofs", "This miner is busy proving; ask again soon", SOON);
        }
        try {
            this.running.acquire();
            try (CpuPermits.Permit _ = CpuPermits.shared().acquire()) {
                long start = System.nanoTime();
                Timer ended = this.failed;
                try {
                    T result = proof.compute();
                    ended = this.proven;
                    return result;
                } finally {
                    ended.record(Duration.ofNanos(System.nanoTime() - start));
                }
            } finally {
                this.running.release();
            }
        } finally {
            this.places.release();
        }
    }

    private static Timer duration(String outcome, MeterRegistry meters) {
        return Timer.builder("filetao.miner.proofs")
                .description("Proofs computed, without the time they waited")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** The work of one proof. */
    @FunctionalInterface
    interface Proof<T> {

        T compute() throws IOException, InterruptedException;
    }
}
