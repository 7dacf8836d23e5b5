package io.filetao.api.limit;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * The memory that the downloads of this node may hold together. One that would need more is turned away at once, before it takes
 * anything, so that those that are under way end well.
 */
@Component
public final class MemoryBudget {

    private static final int UNIT = 1 << 10;
    private static final int RETRY_SECONDS = 5;

    /** Part of the heap that downloads may take when nothing else is said. */
    private static final int SHARE = 3;

    private final Semaphore units;
    private final int most;
    private final Counter shed;

    MemoryBudget(LimitProperties limits, MeterRegistry registry) {
        long bytes =
                limits.transferMemory().toBytes() > 0
                        ? limits.transferMemory().toBytes()
                        : Runtime.getRuntime().maxMemory() / SHARE;
        this.most = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.units = new Semaphore(this.most);
        this.shed =
                Counter.builder("filetao.api.shed")
                        .description("Transfers that were turned away because the node was busy")
                        .register(registry);
        Gauge.builder("filetao.api.transfer.memory", () -> usedBytes())
                .baseUnit("bytes")
                .description("Memory that is set aside for downloads under way")
                .register(registry);
    }

    /**
     * Sets memory aside. A single transfer that needs more than there is at all gets what there is.
     *
     * @throws ProblemException with 503 when others hold it
     */
    public Place take(long bytes) {
        int needed = Math.clamp((bytes + UNIT - 1) / UNIT, 1, this.most);
        if (!this.units.tryAcquire(needed)) {
            this.shed.increment();
            throw new ProblemException(
                            ProblemType.OVERLOADED,
                            "This node serves as many transfers as its memory allows; try again in a few seconds.")
                    .retryAfter(RETRY_SECONDS);
        }
        return new Place(needed);
    }

    private double usedBytes() {
        return (double) (this.most - this.units.availablePermits()) * UNIT;
    }

    /** Memory that is set aside until it is given back; giving it back twice does nothing. */
    public final class Place implements AutoCloseable {

        private final int units;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Place(int units) {
            this.units = units;
        }

        @Override
        public void close() {
            if (this.closed.compareAndSet(false, true)) {
                MemoryBudget.this.units.release(this.units);
            }
        }
    }
}
