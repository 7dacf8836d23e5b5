package io.filetao.cli.chain;

import io.filetao.cli.CommandException;
import io.filetao.cli.wallet.WalletPasswords;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import java.io.Console;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Gives a hotkey its place on a chain; on a local one out of nothing, so that a container can start with it.
 *
 * <p>Does again what was done already without harm. Keys of a wallet that is not there are random or, where
 * {@code FILETAO_TRIAL_SECRET} is set, derived from it and from their names, so that two containers make the same wallet.
 */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description =
                "Give a hotkey a place on the subnet. On a local chain the wallet is made when it"
                        + " is not there; on a real one its coldkey pays the price of the moment.")
final class ChainRegisterCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int RAO_DIGITS = 9;

    @Mixin private final ChainOptions chain = new ChainOptions();

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
            names = "--yes",
            description = "Pay what a place on a real chain costs without being asked.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for a local chain (default ${DEFAULT-VALUE}).")
    private int wait;

    @Spec private CommandSpec spec;

    private @Nullable String secret = System.getenv("FILETAO_TRIAL_SECRET");

    @Override
    public Integer call() throws InterruptedException {
        Wallet wallet = Wallet.at(Wallet.path(this.walletPath), this.walletName, this.walletHotkey);
        return this.chain.isLocal() ? registerLocally(wallet) : register(wallet);
    }

    /** Costs TAO, so nothing is made up: the wallet must be there, and its owner agrees to the price. */
    private int register(Wallet wallet) {
        if (this.stake.signum() != 0) {
            throw new CommandLine.ParameterException(
                    this.spec.commandLine(), "--stake is for a local chain only");
        }
        if (!wallet.hasColdkey() || !wallet.hasHotkey()) {
            throw new CommandException(
                    "Wallet "
                            + wallet.name()
                            + " with hotkey "
                            + wallet.hotkeyName()
                            + " is not there; make it with 'filetao wallet new'.");
        }
        try (RpcSubtensor subtensor = this.chain.subtensor()) {
            Ss58Address hotkey = wallet.hotkey(new WalletPasswords()).address();
            Optional<Neuron> registered = subtensor.metagraph().neuron(hotkey);
            if (registered.isEmpty()) {
                agree(wallet, subtensor.registrationPrice());
            }
            int uid =
                    registered.isPresent()
                            ? registered.get().uid()
                            : subtensor.register(
                                    wallet.unlockColdkey(new WalletPasswords()), hotkey);
            tell(hotkey, uid);
        }
        return CommandLine.ExitCode.OK;
    }

    private void agree(Wallet wallet, BigInteger rao) {
        if (this.yes) {
            return;
        }
        String price =
                "A place on subnet "
                        + this.chain.netuid()
                        + " costs "
                        + new BigDecimal(rao, RAO_DIGITS).stripTrailingZeros().toPlainString()
                        + " TAO now, paid by coldkey "
                        + wallet.coldkeyAddress();
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandException(price + "; say --yes to pay it.");
        }
        String answer = console.readLine("%s. Pay it? [y/N] ", price);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandException("Nothing was paid and nothing registered.");
        }
    }

    private int registerLocally(Wallet wallet) throws InterruptedException {
        if (!wallet.hasColdkey()) {
            wallet.createColdkey(key("coldkey"), null);
        }
        if (!wallet.hasHotkey()) {
            wallet.createHotkey(key("hotkey//" + this.walletHotkey));
        }
        Keypair coldkey = wallet.unlockColdkey(new WalletPasswords());
        Keypair hotkey = wallet.hotkey();
        try (LocalSubtensor subtensor = local()) {
            int uid = subtensor.register(coldkey, hotkey.address());
            topUp(subtensor, coldkey, hotkey);
            tell(hotkey.address(), uid);
        }
        return CommandLine.ExitCode.OK;
    }

    private void tell(Ss58Address hotkey, int uid) {
        this.spec.commandLine().getOut().println(hotkey + " has uid " + uid + ".");
        this.spec.commandLine().getOut().flush();
    }

    private Keypair key(String role) {
        return this.secret == null || this.secret.isBlank()
                ? Keypair.generate()
                : Keypair.ofUri("//" + this.secret + "//" + this.walletName + "//" + role);
    }

    private void topUp(LocalSubtensor subtensor, Keypair coldkey, Keypair hotkey) {
        BigInteger has = subtensor.metagraph().neuron(hotkey.address()).orElseThrow().stake();
        BigInteger wanted =
                this.stake.multiply(new BigDecimal(LocalChainSettings.RAO_PER_TAO)).toBigInteger();
        if (has.compareTo(wanted) < 0) {
            subtensor.addStake(coldkey, hotkey.address(), wanted.subtract(has));
        }
    }

    /** The chain once it answers: in a container it may still be starting. */
    private LocalSubtensor local() throws InterruptedException {
        LocalSubtensor subtensor = this.chain.local();
        Instant end = Instant.now().plusSeconds(this.wait);
        while (true) {
            try {
                subtensor.head();
                return subtensor;
            } catch (ChainException away) {
                if (Instant.now().isAfter(end)) {
                    subtensor.close();
                    throw new CommandException(
                            "No local chain answers at "
                                    + this.chain.endpoint()
                                    + "; start one with 'filetao chain run'.",
                            away);
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
