package io.filetao.common.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.wallet.Keypair;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AxonAnnouncerTests {

    @TempDir private Path directory;

    @Test
    @Timeout(30)
    void announceWhenNotRegisteredYetSucceedsOnceItIs() {
        Keypair hotkey = Keypair.generate();
        AxonInfo axon = new AxonInfo("127.0.0.1", 8091, 100);
        LocalChain engine =
                LocalChain.open(
                        this.directory,
                        LocalChainSettings.of(Duration.ofSeconds(1)),
                        InstantSource.system());
        try (LocalChainServer server =
                        LocalChainServer.start(engine, InetAddress.getLoopbackAddress(), 0);
                LocalSubtensor chain = new LocalSubtensor(server.url(), 21, Duration.ofSeconds(5));
                AxonAnnouncer announcer = new AxonAnnouncer(chain, hotkey, Duration.ofMillis(20))) {
            announcer.announce(axon);
            assertThat(announcer.isAnnounced()).isFalse();
            chain.register(Keypair.generate(), hotkey.address());
            while (!announcer.isAnnounced()) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(chain.metagraph().neuron(hotkey.address()).orElseThrow().axon())
                    .isEqualTo(axon);
        }
    }
}
