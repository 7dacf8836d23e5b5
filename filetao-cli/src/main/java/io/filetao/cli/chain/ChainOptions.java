package io.filetao.cli.chain;

import io.filetao.cli.node.ChainNetwork;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.rpc.RpcSettings;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.chain.subtensor.SubtensorSettings;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Wallet;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which chain and which subnet a command is about. */
final class ChainOptions {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration INCLUSION = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofSeconds(3);

    @Option(
            names = "--subtensor.network",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "Chain: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private ChainNetwork network = ChainNetwork.local;

    @Option(
            names = "--subtensor.chain_endpoint",
            paramLabel = "URL",
            description =
                    "Address of the chain, wss:// for subtensor nodes (several with commas),"
                            + " http:// for a local chain; wins over --subtensor.network.")
    private @Nullable String endpoint;

    @Option(
            names = "--netuid",
            paramLabel = "N",
            defaultValue = "21",
            description = "Number of the subnet (default ${DEFAULT-VALUE}).")
    private int netuid = 21;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    String endpoint() {
        return this.endpoint == null ? this.network.url() : this.endpoint;
    }

    int netuid() {
        return this.netuid;
    }

    /** Whether the chain is one of this program's own, for development. */
    boolean isLocal() {
        return endpoint().startsWith("http://");
    }

    LocalSubtensor local() {
        return new LocalSubtensor(urls().getFirst(), this.netuid, Duration.ofSeconds(10));
    }

    RpcSubtensor subtensor() {
        String genesis = this.network.genesis();
        return new RpcSubtensor(
                new SubtensorSettings(
                        RpcSettings.of(
                                urls(), TIMEOUT, genesis == null ? null : Hash.ofHex(genesis)),
                        this.netuid,
                        INCLUSION,
                        POLL,
                        Wallet.path("~/.filetao/weight-commits")));
    }

    Subtensor open() {
        return isLocal() ? local() : subtensor();
    }

    private List<URI> urls() {
        try {
            List<URI> urls =
                    Arrays.stream(endpoint().split(","))
                            .map(String::strip)
                            .map(URI::create)
                            .toList();
            if (urls.stream().allMatch(url -> isLocal() || isWebSocket(url))) {
                return urls;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Told below.
        }
        throw new CommandLine.ParameterException(
                this.spec.commandLine(),
                "--subtensor.chain_endpoint is wss://host:port or http://host:port, not "
                        + endpoint());
    }

    private static boolean isWebSocket(URI url) {
        return "ws".equals(url.getScheme()) || "wss".equals(url.getScheme());
    }
}
