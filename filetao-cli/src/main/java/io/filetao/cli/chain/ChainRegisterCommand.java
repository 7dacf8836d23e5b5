package io.filetao.cli.chain;

import io.filetao.cli.CommandException;
import io.filetao.cli.wallet.WalletPasswords;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Gives a hotkey its place on a local chain, so that a container can start from nothing.
 *
 * <p>Does again what was done already without harm. Keys of a wallet that is not there are random or, where
 * {@code FILETAO_TRIAL_SECRET} is set, derived from it and from their names, so that two containers make the same wallet.
 */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description =
                "Give a hotkey a place on a local chain; makes the wallet when it is not there.")
final class ChainRegisterCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(500);

    @Option(
            names = "--subtensor.chain_endpoint",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9944",
            description = "Address of the local chain (default ${DEFAULT-VALUE}).")
    private String endpoint = "";

    @Option(
            names = "--netuid",
            paramLabel = "N",
            defaultValue = "21",
            description = "Number of the subnet (default ${DEFAULT-VALUE}).")
    private int netuid;

    @Option(
            names = "--wallet.path",
            paramLabel = "DIR",
            defaultValue = "~/.bittensor/wallets",
            description = "Directory of all wallets (default ${DEFAULT-VALUE}).")
    private String walletPath = "";

    @Option(
            names = "--wallet.name",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Name of the wallet (default ${DEFAULT-VALUE}).")
    private String walletName = "";

    @Option(
            names = "--wallet.hotkey",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Name of the hotkey (default ${DEFAULT-VALUE}).")
    private String walletHotkey = "";

    @Option(
            names = "--stake",
            paramLabel = "TAO",
            defaultValue = "0",
            description =
                    "Stake that the hotkey shall have at least; a validator needs more than 500.")
    private BigDecimal stake = BigDecimal.ZERO;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the chain (default ${DEFAULT-VALUE}).")
    private int wait;

    @Spec private CommandSpec spec;

    private @Nullable String secret = System.getenv("FILETAO_TRIAL_SECRET");

    @Override
    public Integer call() throws InterruptedException {
        Wallet wallet = Wallet.at(Wallet.path(this.walletPath), this.walletName, this.walletHotkey);
        if (!wallet.hasColdkey()) {
            wallet.createColdkey(key("coldkey"), null);
        }
        if (!wallet.hasHotkey()) {
            wallet.createHotkey(key("hotkey//" + this.walletHotkey));
        }
        Keypair coldkey = wallet.unlockColdkey(new WalletPasswords());
        Keypair hotkey = wallet.hotkey();
        try (LocalSubtensor chain = chain()) {
            int uid = chain.register(coldkey, hotkey.address());
            topUp(chain, coldkey, hotkey);
            this.spec.commandLine().getOut().println(hotkey.address() + " has uid " + uid + ".");
            this.spec.commandLine().getOut().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private Keypair key(String role) {
        return this.secret == null || this.secret.isBlank()
                ? Keypair.generate()
                : Keypair.ofUri("//" + this.secret + "//" + this.walletName + "//" + role);
    }

    private void topUp(LocalSubtensor chain, Keypair coldkey, Keypair hotkey) {
        BigInteger has = chain.metagraph().neuron(hotkey.address()).orElseThrow().stake();
        BigInteger wanted =
                this.stake.multiply(new BigDecimal(LocalChainSettings.RAO_PER_TAO)).toBigInteger();
        if (has.compareTo(wanted) < 0) {
            chain.addStake(coldkey, hotkey.address(), wanted.subtract(has));
        }
    }

    /** The chain once it answers: in a container it may still be starting. */
    private LocalSubtensor chain() throws InterruptedException {
        LocalSubtensor chain =
                new LocalSubtensor(URI.create(this.endpoint), this.netuid, Duration.ofSeconds(10));
        Instant end = Instant.now().plusSeconds(this.wait);
        while (true) {
            try {
                chain.head();
                return chain;
            } catch (ChainException away) {
                if (Instant.now().isAfter(end)) {
                    chain.close();
                    throw new CommandException(
                            "No local chain answers at "
                                    + this.endpoint
                                    + "; start one with 'filetao chain run'.",
                            away);
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
