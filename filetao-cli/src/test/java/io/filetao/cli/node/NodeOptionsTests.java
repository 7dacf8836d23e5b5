package io.filetao.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.FiletaoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class NodeOptionsTests {

    @Test
    void missionOptionsBecomeProperties() {
        assertThat(
                        properties(
                                "--netuid",
                                "21",
                                "--subtensor.network=finney",
                                "--wallet.name",
                                "validator",
                                "--axon.port",
                                "8091",
                                "--axon.external_ip=203.0.113.7",
                                "--database.host",
                                "redis",
                                "--database.redis_password=secret",
                                "--database.directory",
                                "/data",
                                "--logging.debug"))
                .isEqualTo(
                        Map.of(
                                "filetao.netuid", 21,
                                "filetao.chain.url", "wss://entrypoint-finney.opentensor.ai:443",
                                "filetao.chain.genesis",
                                        "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03",
                                "filetao.wallet.name", "validator",
                                "server.port", 8091,
                                "filetao.axon.external-ip", "203.0.113.7",
                                "spring.data.redis.host", "redis",
                                "spring.data.redis.password", "secret",
                                "filetao.miner.directory", "/data",
                                "logging.level.io.filetao", "debug"));
    }

    @Test
    void optionsOfExperimentTrackingKeepTheirNames() {
        assertThat(
                        properties(
                                "--wandb.off",
                                "--wandb.offline",
                                "--wandb.project_name=thunder",
                                "--wandb.entity=us",
                                "--wandb.notes",
                                "a note",
                                "--wandb.run_step_length=100",
                                "--wandb.weights_step_length=5"))
                .isEqualTo(
                        Map.of(
                                "filetao.wandb.enabled", "false",
                                "filetao.wandb.offline", "true",
                                "filetao.wandb.project", "thunder",
                                "filetao.wandb.entity", "us",
                                "filetao.wandb.notes", "a note",
                                "filetao.wandb.run-step-length", 100,
                                "filetao.wandb.weights-step-length", 5));
    }

    @Test
    void chainEndpointWinsOverTheNetwork() {
        assertThat(
                        properties(
                                "--subtensor.network",
                                "local",
                                "--subtensor.chain_endpoint",
                                "http://127.0.0.1:1234"))
                .containsEntry("filetao.chain.url", "http://127.0.0.1:1234");
    }

    @Test
    void runWhenAnArgumentIsNoPropertyIsWrongUsage() {
        StringWriter err = new StringWriter();
        int code =
                FiletaoCommand.commandLine()
                        .setErr(new PrintWriter(err))
                        .execute("miner", "run", "--axon.prot", "8091");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--axon.prot'");
    }

    private static Map<String, Object> properties(String... args) {
        Options options = new Options();
        new CommandLine(options).parseArgs(args);
        return options.node.properties();
    }

    @Command
    static final class Options {
        @Mixin NodeOptions node = new NodeOptions();
    }
}
