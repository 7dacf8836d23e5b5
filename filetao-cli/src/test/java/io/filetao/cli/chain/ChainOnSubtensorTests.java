package io.filetao.cli.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The chain commands with a subtensor node, or what speaks as one. */
class ChainOnSubtensorTests {

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeSubtensor node;
    private Wallet wallet;

    @BeforeEach
    void start() {
        this.node = FakeSubtensor.start(Recording.SPEC_300, 21);
        this.wallet = Wallet.at(this.directory, "miner", "first");
    }

    @AfterEach
    void stop() {
        this.node.close();
    }

    @Test
    void registerTakesAPlaceAndStatusAndMetagraphShowIt() {
        this.wallet.createColdkey(Keypair.generate(), null);
        this.wallet.createHotkey(Keypair.generate());
        String hotkey = this.wallet.hotkey().address().value();

        assertThat(chain(true, "status")).isZero();
        assertThat(this.out.toString())
                .contains(
                        "spec 300",
                        "set in the clear",
                        hotkey + " has no place on subnet 21",
                        "filetao chain register");

        assertThat(chain(true, "register")).isEqualTo(1);
        assertThat(this.err.toString()).contains("costs 1 TAO now", "say --yes to pay it");
        assertThat(chain(true, "register", "--yes")).isZero();
        assertThat(chain(true, "register", "--yes")).isZero();
        assertThat(this.out.toString()).contains(hotkey + " has uid 0.");
        assertThat(this.node.submitted()).isEqualTo(1);

        assertThat(chain(true, "status", "--json")).isZero();
        assertThat(this.out.toString()).contains("\"uid\" : 0", "\"specVersion\" : 300");
        assertThat(chain(false, "metagraph")).isZero();
        assertThat(this.out.toString()).contains("1 neurons on subnet 21");
        assertThat(chain(false, "metagraph", "--json")).isZero();
        assertThat(this.out.toString()).contains("\"hotkey\" : \"" + hotkey + "\"");
    }

    @Test
    void registerWithoutAWalletMakesNone() {
        assertThat(chain(true, "register", "--yes")).isEqualTo(1);
        assertThat(this.err.toString()).contains("filetao wallet new");
        assertThat(this.wallet.hasColdkey()).isFalse();
    }

    @Test
    void registerWithoutBalanceSaysWhatIsMissing() {
        this.wallet.createColdkey(Keypair.generate(), null);
        this.wallet.createHotkey(Keypair.generate());
        this.node.balance(this.wallet.coldkeyAddress(), BigInteger.ZERO);
        assertThat(chain(true, "register", "--yes")).isEqualTo(1);
        assertThat(this.err.toString()).contains("has 0 TAO", "costs 1 TAO");
    }

    @Test
    void addressOfAnotherKindIsWrongUsage() {
        CommandLine filetao = FiletaoCommand.commandLine();
        filetao.setOut(new PrintWriter(this.out)).setErr(new PrintWriter(this.err));
        assertThat(filetao.execute("chain", "status", "--subtensor.chain_endpoint", "ftp://chain"))
                .isEqualTo(2);
        assertThat(this.err.toString()).contains("wss://host:port or http://host:port");
    }

    private int chain(boolean withWallet, String command, String... options) {
        CommandLine filetao = FiletaoCommand.commandLine();
        filetao.setOut(new PrintWriter(this.out)).setErr(new PrintWriter(this.err));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "chain",
                                command,
                                "--subtensor.chain_endpoint",
                                this.node.url().toString()));
        if (withWallet) {
            arguments.addAll(
                    List.of(
                            "--wallet.path",
                            this.directory.toString(),
                            "--wallet.name",
                            "miner",
                            "--wallet.hotkey",
                            "first"));
        }
        arguments.addAll(List.of(options));
        return filetao.execute(arguments.toArray(String[]::new));
    }
}
