package io.filetao.cli.connection;

import io.filetao.cli.CommandException;
import io.filetao.cli.network.ChainAddress;
import io.filetao.cli.network.ChainNetwork;
import io.filetao.cli.wallet.WalletOptions;
import io.filetao.cli.wallet.WalletPasswords;
import io.filetao.common.client.ApiNode;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.wallet.Wallet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which API node a command speaks to, and as whom.
 *
 * <p>Without {@code --api} it is the local network of this machine, or else a node that a validator on the given chain names. With
 * the local network goes that network's wallet, unless the user has named one or has a wallet of the default name.
 */
public final class ConnectionOptions {

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "API node to use; FILETAO_API (default: the local network's).")
    private @Nullable String api;

    @Option(
            names = "--localnet",
            paramLabel = "DIR",
            defaultValue = "~/.filetao/localnet",
            description = "Data directory of the local network (default: ${DEFAULT-VALUE}).")
    private String localnet = "~/.filetao/localnet";

    @Option(
            names = "--subtensor.network",
            paramLabel = "NAME",
            description =
                    "Chain on which a validator is looked for that names its API node, when neither --api nor a local network is there: ${COMPLETION-CANDIDATES}.")
    private @Nullable ChainNetwork network;

    @Option(
            names = "--subtensor.chain_endpoint",
            paramLabel = "URL",
            description =
                    "Address of that chain, wss:// for subtensor nodes (several with commas), http:// for a local chain; wins over --subtensor.network.")
    private @Nullable String chainEndpoint;

    @Option(
            names = "--netuid",
            paramLabel = "N",
            defaultValue = "21",
            description = "Number of the subnet on that chain (default: ${DEFAULT-VALUE}).")
    private int netuid = 21;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Bearer token; FILETAO_TOKEN keeps it out of the process list.")
    private @Nullable String token;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a transfer may stand still (default: ${DEFAULT-VALUE}).")
    private int timeout = 60;

    @Mixin private final WalletOptions walletOptions = new WalletOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Finds node and wallet; nothing is sent to the node and no key is opened yet. */
    public Connection open() {
        return open(null);
    }

    /**
     * Finds node and wallet.
     *
     * @param stakeLimit least stake in TAO of a validator that is found on the chain, null for any
     */
    Connection open(@Nullable BigDecimal stakeLimit) {
        Optional<LocalnetAddress> running = LocalnetAddress.in(Wallet.path(this.localnet));
        Optional<LocalnetAddress> local = this.api == null ? running : Optional.empty();
        String bearer = this.token != null ? this.token : running.map(this::token).orElse(null);
        FiletaoClient.Builder client =
                node(local, stakeLimit)
                        .idleTimeout(Duration.ofSeconds(Math.max(1, this.timeout)))
                        .token(bearer);
        return new Connection(client, wallet(local), new WalletPasswords(), bearer != null);
    }

    /** The local network's token is for its own node only. */
    private @Nullable String token(LocalnetAddress running) {
        boolean meant = this.api == null || this.api.replaceFirst("/$", "").equals(running.api());
        return meant ? running.token() : null;
    }

    private FiletaoClient.Builder node(
            Optional<LocalnetAddress> local, @Nullable BigDecimal stakeLimit) {
        String named = this.api != null ? this.api : local.map(LocalnetAddress::api).orElse(null);
        if (named != null) {
            return FiletaoClient.builder(
                    NodeAddress.parse(named)
                            .orElseThrow(() ->
                                    new CommandException(
                                            "The address of the API node must be http://HOST:PORT or https://HOST, not %s."
                                                    .formatted(named))));
        }
        ApiNode found = new ApiDiscovery(chain(), this.netuid).find(stakeLimit);
        return FiletaoClient.builder(found.url()).receiver(found.hotkey());
    }

    private ChainAddress chain() {
        if (this.chainEndpoint == null && this.network == null) {
            throw new CommandException(
                    "No API node is known; start a local network with 'filetao localnet', name a node with --api URL, or have"
                            + " one found with --subtensor.network NAME or --subtensor.chain_endpoint URL.");
        }
        try {
            return this.chainEndpoint == null
                    ? ChainAddress.of(Objects.requireNonNull(this.network))
                    : ChainAddress.parse(this.chainEndpoint);
        } catch (IllegalArgumentException notAnAddress) {
            throw new CommandLine.ParameterException(
                    this.spec.commandLine(),
                    "--subtensor.chain_endpoint is wss://host:port or http://host:port, not "
                            + this.chainEndpoint,
                    notAnAddress);
        }
    }

    private Wallet wallet(Optional<LocalnetAddress> local) {
        return local.flatMap(this::localWallet).orElseGet(this.walletOptions::wallet);
    }

    private Optional<Wallet> localWallet(LocalnetAddress local) {
        boolean named =
                this.spec.options().stream()
                        .filter(option -> option.longestName().startsWith("--wallet."))
                        .anyMatch(option ->
                                this.spec.commandLine().getParseResult().hasMatchedOption(option));
        Wallet own = this.walletOptions.wallet();
        if (named || own.hasColdkey() || own.coldkeyPublicFile().exists()) {
            return Optional.empty();
        }
        if (local.walletPath() == null
                || local.walletName() == null
                || local.walletHotkey() == null) {
            return Optional.empty();
        }
        return Optional.of(
                Wallet.at(Path.of(local.walletPath()), local.walletName(), local.walletHotkey()));
    }
}
