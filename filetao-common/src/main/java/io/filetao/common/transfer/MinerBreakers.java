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
 * found it away or silent; refusals and wrong answers are left to scores.
 *
 * <p>When more than a third of the miners look away at once, the reason is rather here: this node is short of processor or network. Then
 * the breakers hold nobody back until fewer are open, since sending everything to the few others would make them look away as well.
 * Thread-safe.
 */
public final class MinerBreakers implements MinerGuard {

    private static final int WINDOW = 8;
    private static final int LEAST = 4;
    private static final int PROBES = 2;

    /** One in so many miners may be left alone at once, and one in any case. */
    private static final int SHARE = 3;

    /** Miners come and go; those that nobody asks any more are forgotten from this number on. */
    private static final int KEPT = 4096;

    private final CircuitBreakerConfig breaker;
    private final BulkheadConfig bulkhead;
    private final Map<Ss58Address, Guarded> miners = new ConcurrentHashMap<>();
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder leftAlone = new LongAdder();
    private final LongAdder crowded = new LongAdder();

    /**
     * @param exchanges exchanges with one miner at once from which on others are asked instead
     * @param pause how long a miner that keeps failing is left alone
     */
    public MinerBreakers(int exchanges, Duration pause) {
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
                        .maxWaitDuration(Duration.ZERO)
                        .build();
    }

    @Override
    public Optional<Exchange> tryBegin(Ss58Address miner) {
        Guarded guarded = guarded(miner);
        if (!guarded.bulkhead().tryAcquirePermission()) {
            this.crowded.increment();
            return Optional.empty();
        }
        boolean trusted = guarded.breaker().tryAcquirePermission();
        if (!trusted && !tooManyLookAway()) {
            guarded.bulkhead().releasePermission();
            this.leftAlone.increment();
            return Optional.empty();
        }
        return Optional.of(new Begun(guarded, trusted, true));
    }

    @Override
    public Exchange insist(Ss58Address miner) {
        Guarded guarded = guarded(miner);
        return new Begun(
                guarded,
                guarded.breaker().tryAcquirePermission(),
                guarded.bulkhead().tryAcquirePermission());
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
        return this.exchanges.sum();
    }

    /** Exchanges that were not begun since their miner kept failing. */
    public long leftAlone() {
        return this.leftAlone.sum();
    }

    /** Exchanges that were not begun since many were going on with their miner. */
    public long crowded() {
        return this.crowded.sum();
    }

    private boolean tooManyLookAway() {
        long away = this.miners.size() - count(State.CLOSED);
        return away > Math.max(1, this.miners.size() / SHARE);
    }

    private boolean isIdle(Guarded guarded) {
        return guarded.bulkhead().getMetrics().getAvailableConcurrentCalls()
                == this.bulkhead.getMaxConcurrentCalls();
    }

    private Guarded guarded(Ss58Address miner) {
        if (this.miners.size() >= KEPT) {
            this.miners
                    .values()
                    .removeIf(known -> known.breaker().getState() == State.CLOSED && isIdle(known));
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
        private final boolean trusted;
        private final boolean placed;
        private final long start;
        private final AtomicBoolean counted = new AtomicBoolean();
        private final AtomicBoolean closed = new AtomicBoolean();

        /**
         * @param trusted whether it has a permission of the breaker
         * @param placed whether it has one of the bulkhead
         */
        Begun(Guarded guarded, boolean trusted, boolean placed) {
            this.guarded = guarded;
            this.trusted = trusted;
            this.placed = placed;
            this.start = System.nanoTime();
            MinerBreakers.this.exchanges.increment();
        }

        @Override
        public void ended(@Nullable Exception failure) {
            if (failure instanceof InterruptedIOException) {
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
            if (!this.closed.compareAndSet(false, true)) {
                return;
            }
            MinerBreakers.this.exchanges.decrement();
            if (this.counted.compareAndSet(false, true) && this.trusted) {
                this.guarded.breaker().releasePermission();
            }
            if (this.placed) {
                this.guarded.bulkhead().releasePermission();
            }
        }

        private void count(@Nullable Exception failure) {
            CircuitBreaker breaker = this.guarded.breaker();
            long took = System.nanoTime() - this.start;
            if (this.trusted && failure == null) {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            } else if (this.trusted) {
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
