package io.filetao.common.autoconfigure;

import io.filetao.common.transfer.MinerBreakers;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How many miners are left alone, over all miners: a label for each hotkey would have no bound. */
final class MinerBreakerMeters implements MeterBinder {

    private final MinerBreakers breakers;

    MinerBreakerMeters(MinerBreakers breakers) {
        this.breakers = breakers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        state(State.CLOSED, registry);
        state(State.OPEN, registry);
        state(State.HALF_OPEN, registry);
        Gauge.builder("filetao.miner.exchanges", this.breakers, MinerBreakers::exchanges)
                .description("Exchanges with miners for reads and writes of files, now")
                .register(registry);
        heldBack("breaker", MinerBreakers::leftAlone, registry);
        heldBack("bulkhead", MinerBreakers::crowded, registry);
    }

    private void state(State state, MeterRegistry registry) {
        Gauge.builder("filetao.miner.breakers", this.breakers, all -> all.count(state))
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .description("Miners by the state of their circuit breaker")
                .register(registry);
    }

    private void heldBack(
            String reason, ToDoubleFunction<MinerBreakers> count, MeterRegistry registry) {
        FunctionCounter.builder("filetao.miner.exchanges.held.back", this.breakers, count)
                .tag("reason", reason)
                .description("Exchanges that were not begun with a miner")
                .register(registry);
    }
}
