package io.filetao.cli.chain;

import io.filetao.cli.network.ChainAddress;
import io.filetao.cli.network.ChainNetwork;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which chain and which subnet a command is about. */
public final class ChainOptions {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LOCAL_TIMEOUT = Duration.ofSeconds(10);

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
        return address().toString();
    }

    public int netuid() {
        return this.netuid;
    }

    /** Whether the chain is one of this program's own, for development. */
    public boolean isLocal() {
        return address().isLocal();
    }

    LocalSubtensor local() {
        return address().local(this.netuid, LOCAL_TIMEOUT);
    }

    RpcSubtensor subtensor() {
        return address().subtensor(this.netuid, TIMEOUT);
    }

    public Subtensor open() {
        return isLocal() ? local() : subtensor();
    }

    private ChainAddress address() {
        if (this.endpoint == null) {
            return ChainAddress.of(this.network);
        }
        try {
            return ChainAddress.parse(this.endpoint);
        } catch (IllegalArgumentException notAnAddress) {
            throw new CommandLine.ParameterException(
                    this.spec.commandLine(),
                    "--subtensor.chain_endpoint is wss://host:port or http://host:port, not "
                            + this.endpoint,
                    notAnAddress);
        }
    }
}
