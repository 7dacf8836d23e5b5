package io.filetao.common.autoconfigure;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** How old the metagraph is, and how a subtensor node answers. */
final class ChainMeters implements MeterBinder {

    private final Subtensor chain;
    private final MetagraphCache metagraph;

    ChainMeters(Subtensor chain, MetagraphCache metagraph) {
        this.chain = chain;
        this.metagraph = metagraph;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("filetao.chain.metagraph.age", this.metagraph, ChainMeters::seconds)
                .baseUnit("seconds")
                .description("Time since the metagraph was read")
                .register(registry);
        if (this.chain instanceof RpcSubtensor subtensor) {
            bind(subtensor.rpc(), registry);
        }
    }

    private static void bind(RpcClient rpc, MeterRegistry registry) {
        Gauge.builder(
                        "filetao.chain.connected",
                        rpc,
                        client -> client.endpoint().isPresent() ? 1 : 0)
                .description("Whether a node of the chain is connected")
                .register(registry);
        Gauge.builder(
                        "filetao.chain.breaker.open",
                        rpc.breaker(),
                        breaker -> breaker.getState() == CircuitBreaker.State.CLOSED ? 0 : 1)
                .description("Whether calls to the chain are held back after repeated failures")
                .register(registry);
        Counter answered = calls(registry, "answered");
        Counter failed = calls(registry, "failed");
        Counter heldBack = calls(registry, "held-back");
        rpc.breaker()
                .getEventPublisher()
                .onSuccess(event -> answered.increment())
                .onIgnoredError(event -> answered.increment())
                .onError(event -> failed.increment())
                .onCallNotPermitted(event -> heldBack.increment());
    }

    private static Counter calls(MeterRegistry registry, String outcome) {
        return Counter.builder("filetao.chain.calls")
                .tag("outcome", outcome)
                .description("Calls to the chain")
                .register(registry);
    }

    private static double seconds(MetagraphCache metagraph) {
        return metagraph
                .age()
                .map(Duration::toMillis)
                .map(millis -> millis / 1000.0)
                .orElse(Double.NaN);
    }
}
