package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FiletaoChainAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(FiletaoChainAutoConfiguration.class));

    @Test
    void httpAddressGivesTheLocalChain() {
        this.runner
                .withPropertyValues("filetao.chain.url=http://127.0.0.1:1")
                .run(context -> {
                    assertThat(context.getBean(Subtensor.class)).isInstanceOf(LocalSubtensor.class);
                    assertThat(context).hasSingleBean(MetagraphCache.class);
                });
    }

    @Test
    void webSocketAddressesGiveASubtensorNodeWithItsMeters() {
        this.runner
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues("filetao.chain.url=ws://127.0.0.1:1,ws://127.0.0.1:2")
                .run(context -> {
                    assertThat(context.getBean(Subtensor.class)).isInstanceOf(RpcSubtensor.class);
                    SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
                    context.getBean(MeterBinder.class).bindTo(registry);
                    assertThat(registry.get("filetao.chain.connected").gauge().value()).isZero();
                    assertThat(registry.get("filetao.chain.calls").timers()).hasSize(2);
                    assertThat(registry.get("filetao.chain.metagraph.age").gauge().value()).isNaN();
                    assertThat(
                                    registry.get("resilience4j.circuitbreaker.state")
                                            .tag("name", "chain")
                                            .gauges())
                            .hasSize(6);
                });
    }

    @Test
    void genesisThatIsNoHashIsRefusedWithASentence() {
        this.runner
                .withPropertyValues(
                        "filetao.chain.url=ws://127.0.0.1:1", "filetao.chain.genesis=mainnet")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasStackTraceContaining("filetao.chain.genesis is 0x and 64"));
    }

    @Test
    void anotherSchemeIsRefusedWithASentence() {
        this.runner
                .withPropertyValues("filetao.chain.url=ftp://chain")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(ChainException.class)
                                .hasMessageContaining("ftp://chain"));
    }

    @Test
    void nothingIsConfiguredWhenDisabled() {
        this.runner
                .withPropertyValues("filetao.chain.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Subtensor.class));
    }

    @Test
    void hotkeyThatIsNotRegisteredIsToldWithWhatToDo() {
        Keypair hotkey = Keypair.generate();
        try (FakeSubtensor node = FakeSubtensor.start(Recording.SPEC_300, 21)) {
            this.runner
                    .withBean(Keypair.class, () -> hotkey)
                    .withBean(SimpleMeterRegistry.class)
                    .withPropertyValues(
                            "filetao.chain.url=" + node.url(), "filetao.chain.refresh=20ms")
                    .run(context -> {
                        HealthIndicator health = context.getBean(HealthIndicator.class);
                        awaitReason(
                                health,
                                "The hotkey "
                                        + hotkey.address()
                                        + " is not registered on subnet 21; register it with"
                                        + " 'filetao chain register --netuid 21'");
                        context.getBean(Subtensor.class)
                                .register(Keypair.generate(), hotkey.address());
                        Awaitility.await()
                                .until(() -> health.health().getStatus().equals(Status.UP));
                        assertThat(health.health().getDetails())
                                .containsEntry("uid", 0)
                                .containsKeys("block", "metagraphAgeSeconds");
                        SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
                        context.getBean(MeterBinder.class).bindTo(registry);
                        context.getBean(Subtensor.class).head();
                        assertThat(registry.get("filetao.chain.head.block").gauge().value())
                                .isPositive();
                        assertThat(
                                        registry.get("filetao.chain.calls")
                                                .tag("outcome", "answered")
                                                .timer()
                                                .count())
                                .isPositive();
                        assertThat(
                                        registry.get("filetao.chain.connections")
                                                .functionCounter()
                                                .count())
                                .isEqualTo(1);
                        node.vanish();
                        assertThat(health.health().getDetails())
                                .containsEntry("uid", 0)
                                .containsKey("metagraphAgeSeconds");
                    });
        }
    }

    private static void awaitReason(HealthIndicator health, String reason) {
        Awaitility.await()
                .untilAsserted(() -> {
                    assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                    assertThat(health.health().getDetails()).containsEntry("reason", reason);
                });
    }
}
