package io.filetao.common.autoconfigure;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.EventPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How old the metagraph and its block are, and how a subtensor node answers; beside them the meters of the circuit breaker
 * ({@code resilience4j_circuitbreaker_…{name="chain"}}). Listed in docs/operations/chain.md.
 */
final class ChainMeters implements MeterBinder {

    private final Subtensor chain;
    private final MetagraphCache metagraph;
    private final InstantSource time;

    ChainMeters(Subtensor chain, MetagraphCache metagraph, InstantSource time) {
        this.chain = chain;
        this.metagraph = metagraph;
        this.time = time;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("filetao.chain.metagraph.age", this, ChainMeters::metagraphAge)
                .baseUnit("seconds")
                .description("Time since the metagraph was read")
                .register(registry);
        Gauge.builder("filetao.chain.head.age", this, ChainMeters::headAge)
                .baseUnit("seconds")
                .description("Time since the block of the newest metagraph was made")
                .register(registry);
        Gauge.builder("filetao.chain.head.block", this, ChainMeters::head)
                .description("Number of the block of the newest metagraph")
                .register(registry);
        if (this.chain instanceof RpcSubtensor subtensor) {
            bind(subtensor.rpc(), registry);
        }
    }

    private static void bind(RpcClient rpc, MeterRegistry registry) {
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(rpc.breakers()).bindTo(registry);
        Gauge.builder(
                        "filetao.chain.connected",
                        rpc,
                        client -> client.endpoint().isPresent() ? 1 : 0)
                .description("Whether a node of the chain is connected")
                .register(registry);
        FunctionCounter.builder("filetao.chain.connections", rpc, RpcClient::connections)
                .description("Connections to nodes of the chain that were opened")
                .register(registry);
        Timer answered = calls(registry, "answered");
        Timer failed = calls(registry, "failed");
        Counter heldBack =
                Counter.builder("filetao.chain.calls.held.back")
                        .description("Calls that were not made since the chain kept failing")
                        .register(registry);
        EventPublisher events = rpc.breaker().getEventPublisher();
        events.onSuccess(event -> answered.record(event.getElapsedDuration()));
        events.onIgnoredError(event -> answered.record(event.getElapsedDuration()));
        events.onError(event -> failed.record(event.getElapsedDuration()));
        events.onCallNotPermitted(event -> heldBack.increment());
    }

    private static Timer calls(MeterRegistry registry, String outcome) {
        return Timer.builder("filetao.chain.calls")
                .tag("outcome", outcome)
                .description("Calls to the chain, from their start to their answer")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    private double metagraphAge() {
        return this.metagraph.age().map(ChainMeters::seconds).orElse(Double.NaN);
    }

    private double headAge() {
        return this.metagraph
                .known()
                .map(known -> seconds(Duration.between(known.block().time(), now())))
                .orElse(Double.NaN);
    }

    private double head() {
        return this.metagraph
                .known()
                .map(known -> (double) known.block().number())
                .orElse(Double.NaN);
    }

    private Instant now() {
        return this.time.instant();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
