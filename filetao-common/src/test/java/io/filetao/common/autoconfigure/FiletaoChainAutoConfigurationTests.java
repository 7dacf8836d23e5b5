package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
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
                    assertThat(registry.get("filetao.chain.calls").counters()).hasSize(3);
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
}
