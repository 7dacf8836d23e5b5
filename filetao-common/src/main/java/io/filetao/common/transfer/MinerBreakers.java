package io.filetao.common.transfer;

import io.filetao.common.wallet.Ss58Address;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker and a bulkhead for every miner. A breaker opens when half of a miner's last eight exchanges, and at least four,
 * found it away or silent; refusals and wrong answers are left to scores. Thread-safe.
 */
public final class MinerBreakers implements MinerGuard {

    private static final int WINDOW = 8;
    private static final int LEAST = 4;
    private static final int PROBES = 2;

    /** Miners come and go; those that nobody asks any more are forgotten from this number on. */
    private static final int KEPT = 4096;

    private final CircuitBreakerConfig breaker;
    private final BulkheadConfig bulkhead;
    private final Map<Ss58Address, Guarded> miners = new ConcurrentHashMap<>();
    private final LongAdder leftAlone = new LongAdder();
    private final LongAdder crowded = new LongAdder();

    /**
     * @param exchanges most exchanges with one miner at once
     * @param patience longest wait for one of them to end
     * @param pause how long a miner that keeps failing is left alone
     */
    public MinerBreakers(int exchanges, Duration patience, Duration pause) {
        this.breaker =
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(WINDOW)
                        .minimumNumberOfCalls(LEAST)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(pause)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .maxWaitDurationInHalfOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(PROBES)
                        .build();
        this.bulkhead =
                BulkheadConfig.custom()
                        .maxConcurrentCalls(exchanges)
                        .maxWaitDuration(patience)
                        .writableStackTraceEnabled(false)
                        .build();
    }

    @Override
    public Optional<Exchange> tryBegin(Ss58Address miner) {
        Guarded guarded = guarded(miner);
        if (!guarded.breaker().tryAcquirePermission()) {
            this.leftAlone.increment();
            return Optional.empty();
        }
        return Optional.of(new Begun(guarded, false));
    }

    @Override
    public Exchange insist(Ss58Address miner) {
        Guarded guarded = guarded(miner);
        return new Begun(guarded, !guarded.breaker().tryAcquirePermission());
    }

    /** The state of a miner's breaker; closed for one that was never asked. */
    public State state(Ss58Address miner) {
        Guarded guarded = this.miners.get(miner);
        return guarded == null ? State.CLOSED : guarded.breaker().getState();
    }

    /** How many of the miners that were asked have a breaker in this state. */
    public long count(State state) {
        return this.miners.values().stream()
                .filter(guarded -> guarded.breaker().getState() == state)
                .count();
    }

    /** Exchanges that are going on now. */
    public long exchanges() {
        return this.miners.values().stream().mapToLong(this::exchanges).sum();
    }

    /** Exchanges that were not begun since their miner kept failing. */
    public long leftAlone() {
        return this.leftAlone.sum();
    }

    /** Exchanges that were not begun since too many were going on with their miner. */
    public long crowded() {
        return this.crowded.sum();
    }

    private int exchanges(Guarded guarded) {
        return this.bulkhead.getMaxConcurrentCalls()
                - guarded.bulkhead().getMetrics().getAvailableConcurrentCalls();
    }

    private Guarded guarded(Ss58Address miner) {
        if (this.miners.size() >= KEPT) {
            this.miners
                    .values()
                    .removeIf(known ->
                            known.breaker().getState() == State.CLOSED && exchanges(known) == 0);
        }
        return this.miners.computeIfAbsent(
                miner,
                hotkey ->
                        new Guarded(
                                CircuitBreaker.of(hotkey.value(), this.breaker),
                                Bulkhead.of(hotkey.value(), this.bulkhead)));
    }

    private record Guarded(CircuitBreaker breaker, Bulkhead bulkhead) {}

    private final class Begun implements Exchange {

        private final Guarded guarded;
        private final boolean insisted;
        private final long start;
        private final AtomicBoolean counted = new AtomicBoolean();
        private final AtomicBoolean inside = new AtomicBoolean();

        /**
         * @param insisted whether it has no permission of the breaker
         */
        Begun(Guarded guarded, boolean insisted) {
            this.guarded = guarded;
            this.insisted = insisted;
            this.start = System.nanoTime();
        }

        @Override
        public void enter() throws MinerHeldBackException {
            if (!this.guarded.bulkhead().tryAcquirePermission()) {
                MinerBreakers.this.crowded.increment();
                throw new MinerHeldBackException(
                        "Too many exchanges with the miner are going on already");
            }
            this.inside.set(true);
        }

        @Override
        public void ended(@Nullable Exception failure) {
            if (failure instanceof MinerHeldBackException
                    || failure instanceof InterruptedIOException) {
                return;
            }
            if (this.counted.compareAndSet(false, true)) {
                count(failure != null && isAway(failure) ? failure : null);
            }
        }

        @Override
        public void hung() {
            if (this.counted.compareAndSet(false, true)) {
                count(new TransferException(TransferFault.TIMEOUT, "Others were faster"));
            }
        }

        @Override
        public void close() {
            if (this.counted.compareAndSet(false, true) && !this.insisted) {
                this.guarded.breaker().releasePermission();
            }
            if (this.inside.compareAndSet(true, false)) {
                this.guarded.bulkhead().onComplete();
            }
        }

        private void count(@Nullable Exception failure) {
            CircuitBreaker breaker = this.guarded.breaker();
            long took = System.nanoTime() - this.start;
            if (!this.insisted && failure == null) {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            } else if (!this.insisted) {
                breaker.onError(took, TimeUnit.NANOSECONDS, failure);
            } else if (failure == null) {
                // It served although nobody trusted it to.
                breaker.transitionToClosedState();
            }
        }

        private static boolean isAway(Exception failure) {
            if (!(failure instanceof IOException call)) {
                return false;
            }
            TransferFault fault = TransferFault.of(call);
            return fault == TransferFault.UNREACHABLE || fault == TransferFault.TIMEOUT;
        }
    }
}
