package io.filetao.common.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.wallet.Keypair;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetagraphCacheTests {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir private Path directory;

    @Test
    void neuronWhenJustRegisteredIsFoundAndStaysWhenTheChainGoesAway() {
        Keypair hotkey = Keypair.generate();
        LocalChain engine =
                LocalChain.open(
                        this.directory,
                        LocalChainSettings.of(Duration.ofSeconds(1)),
                        InstantSource.system());
        LocalChainServer server =
                LocalChainServer.start(engine, InetAddress.getLoopbackAddress(), 0);
        try (LocalSubtensor chain = new LocalSubtensor(server.url(), 21, Duration.ofSeconds(5));
                MetagraphCache cache = new MetagraphCache(chain, NEVER, InstantSource.system())) {
            assertThat(cache.metagraph().neurons()).isEmpty();
            chain.register(Keypair.generate(), hotkey.address());
            cache.refreshIfOlderThan(Duration.ZERO);
            assertThat(cache.neuron(hotkey.address())).isPresent();
            server.close();
            assertThat(cache.neuron(hotkey.address())).isPresent();
            assertThat(cache.neuron(Keypair.generate().address())).isEmpty();
            assertThat(cache.age()).isPresent();
        }
    }

    @Test
    void metagraphWhenTheChainWasNeverThereFails() {
        try (LocalSubtensor nowhere =
                        new LocalSubtensor(
                                URI.create("http://127.0.0.1:1"), 21, Duration.ofSeconds(2));
                MetagraphCache cache = new MetagraphCache(nowhere, NEVER, InstantSource.system())) {
            assertThatExceptionOfType(ChainException.class).isThrownBy(cache::metagraph);
            assertThat(cache.age()).isEmpty();
        }
    }
}
