package io.filetao.cli.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChainRegisterCommandTests {

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void registerWhenRunTwiceMakesOneStakedNeuron() throws Exception {
        LocalChain chain =
                LocalChain.open(
                        this.directory.resolve("chain"),
                        LocalChainSettings.of(Duration.ofMillis(100)),
                        InstantSource.system());
        try (LocalChainServer server =
                        LocalChainServer.start(chain, InetAddress.getLoopbackAddress(), 0);
                LocalSubtensor subtensor =
                        new LocalSubtensor(server.url(), 21, Duration.ofSeconds(10))) {
            assertThat(register(server.url().toString(), "1000")).isZero();
            assertThat(register(server.url().toString(), "1000")).isZero();

            Wallet wallet = Wallet.at(this.directory.resolve("wallets"), "validator", "first");
            assertThat(subtensor.metagraph().neurons()).hasSize(1);
            Neuron neuron = subtensor.metagraph().neuron(wallet.hotkey().address()).orElseThrow();
            assertThat(neuron.coldkey()).isEqualTo(wallet.coldkeyAddress());
            assertThat(neuron.stake()).isEqualTo(BigInteger.TEN.pow(12));
            assertThat(this.out.toString()).contains(wallet.hotkey().address() + " has uid 0.");
        }
    }

    @Test
    void registerWhenNoChainAnswersSaysWhatToDo() {
        assertThat(register("http://127.0.0.1:9", "0")).isEqualTo(1);
        assertThat(this.err.toString()).contains("start one with 'filetao chain run'");
    }

    private int register(String url, String stake) {
        CommandLine filetao = FiletaoCommand.commandLine();
        filetao.setOut(new PrintWriter(this.out)).setErr(new PrintWriter(this.err));
        return filetao.execute(
                "chain",
                "register",
                "--subtensor.chain_endpoint",
                url,
                "--wait",
                "0",
                "--stake",
                stake,
                "--wallet.path",
                this.directory.resolve("wallets").toString(),
                "--wallet.name",
                "validator",
                "--wallet.hotkey",
                "first");
    }
}
