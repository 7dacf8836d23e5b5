package io.filetao.cli.node;

import io.filetao.cli.network.ChainNetwork;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that Bittensor programs have, translated into properties. */
final class NodeOptions {

    @Option(names = "--netuid", paramLabel = "N", description = "Number of the subnet.")
    private @Nullable Integer netuid;

    @Option(
            names = "--subtensor.network",
            paramLabel = "NAME",
            description = "Chain: ${COMPLETION-CANDIDATES}.")
    private @Nullable ChainNetwork network;

    @Option(
            names = "--subtensor.chain_endpoint",
            paramLabel = "URL",
            description =
                    "Address of the chain, wss:// for subtensor nodes (several with commas),"
                            + " http:// for a local chain; wins over --subtensor.network.")
    private @Nullable String chainEndpoint;

    @Option(names = "--wallet.path", paramLabel = "DIR", description = "Directory of all wallets.")
    private @Nullable String walletPath;

    @Option(names = "--wallet.name", paramLabel = "NAME", description = "Name of the wallet.")
    private @Nullable String walletName;

    @Option(names = "--wallet.hotkey", paramLabel = "NAME", description = "Name of the hotkey.")
    private @Nullable String walletHotkey;

    @Option(
            names = "--axon.port",
            paramLabel = "PORT",
            description = "Port to serve on, for the dashboard and the API too.")
    private @Nullable Integer axonPort;

    @Option(
            names = "--axon.external_ip",
            paramLabel = "IP",
            description = "Address to announce on the chain.")
    private @Nullable String externalIp;

    @Option(names = "--database.host", paramLabel = "HOST", description = "Redis server.")
    private @Nullable String databaseHost;

    @Option(names = "--database.port", paramLabel = "PORT", description = "Port of Redis.")
    private @Nullable Integer databasePort;

    @Option(
            names = "--database.cluster",
            paramLabel = "HOST:PORT[,HOST:PORT...]",
            description = "Some nodes of a Redis Cluster, instead of host and port.")
    private @Nullable String databaseCluster;

    @Option(names = "--database.index", paramLabel = "N", description = "Redis database.")
    private @Nullable Integer databaseIndex;

    @Option(
            names = "--database.redis_password",
            paramLabel = "PASSWORD",
            description =
                    "Password of Redis; FILETAO_DATABASE_REDIS_PASSWORD keeps it out of the process"
                            + " list.")
    private @Nullable String databasePassword;

    @Option(
            names = "--database.directory",
            paramLabel = "DIR",
            description = "Where a miner keeps its shards.")
    private @Nullable String databaseDirectory;

    @Option(names = "--logging.debug", description = "Log in detail.")
    private boolean debug;

    @Mixin private WandbOptions wandb;

    /** The properties that the given options stand for. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new TreeMap<>();
        put(properties, "filetao.netuid", this.netuid);
        put(properties, "filetao.chain.url", this.network == null ? null : this.network.url());
        put(
                properties,
                "filetao.chain.genesis",
                this.network == null ? null : this.network.genesis());
        put(properties, "filetao.chain.url", this.chainEndpoint);
        put(properties, "filetao.wallet.path", this.walletPath);
        put(properties, "filetao.wallet.name", this.walletName);
        put(properties, "filetao.wallet.hotkey", this.walletHotkey);
        put(properties, "server.port", this.axonPort);
        put(properties, "filetao.axon.external-ip", this.externalIp);
        put(properties, "spring.data.redis.host", this.databaseHost);
        put(properties, "spring.data.redis.port", this.databasePort);
        put(properties, "spring.data.redis.cluster.nodes", this.databaseCluster);
        put(properties, "spring.data.redis.database", this.databaseIndex);
        put(properties, "spring.data.redis.password", this.databasePassword);
        put(properties, "filetao.miner.directory", this.databaseDirectory);
        put(properties, "logging.level.io.filetao", this.debug ? "debug" : null);
        properties.putAll(this.wandb.properties());
        return properties;
    }

    static void put(Map<String, Object> properties, String key, @Nullable Object value) {
        if (value != null) {
            properties.put(key, value);
        }
    }
}
