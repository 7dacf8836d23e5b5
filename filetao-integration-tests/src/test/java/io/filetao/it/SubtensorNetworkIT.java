package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.rpc.RpcSettings;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.chain.subtensor.SubtensorSettings;
import io.filetao.common.cid.Cid;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.FakeSubtensor.Offers;
import io.filetao.common.fixtures.subtensor.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same programs with a node that speaks as subtensor: only the chain's address differs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SubtensorNetworkIT {

    private static final int NETUID = 21;

    @TempDir private Path directory;

    @Test
    void networkOnASubtensorNodeStoresAndRetrieves() throws Exception {
        Path source = Bytes.file(this.directory.resolve("source"), 1_000_000, 5);
        Path target = this.directory.resolve("target");
        try (FakeSubtensor node =
                        FakeSubtensor.start(Recording.SPEC_300, NETUID)
                                .offering(Offers.SELECTIVE_METAGRAPH);
                RpcSubtensor chain = client(node)) {
            node.tick(Duration.ofSeconds(1));
            try (LocalNetwork network =
                            Networks.with(validators(1), miners(6))
                                    .directory(this.directory.resolve("net"))
                                    .chain(
                                            node.url(),
                                            chain,
                                            (coldkey, hotkey, rao) -> node.stake(hotkey, rao))
                                    .start();
                    User user = new User(network)) {
                for (LocalNode miner : network.miners()) {
                    Neuron neuron = chain.metagraph().neuron(miner.hotkey()).orElseThrow();
                    assertThat(neuron.axon()).isNotNull();
                    assertThat(node.accepted(miner.hotkey())).isEqualTo(1);
                }
                Cid cid = user.store(source);
                user.retrieve(cid, target);
                assertThat(Bytes.sha256(target)).isEqualTo(Bytes.sha256(source));
                commandsFindTheirWay(Shell.of(network, this.directory.resolve("home")), node);
            }
        }
    }

    /** Someone who knows nothing but the chain. */
    private void commandsFindTheirWay(Shell user, FakeSubtensor node) throws Exception {
        Path source = Bytes.file(this.directory.resolve("another"), 100_000, 6);
        Path target = this.directory.resolve("another-back");
        Shell onTheChain = user.findingNodesOn(node.url());
        String cid = succeeded(onTheChain.run("put", source.toString(), "--stake_limit=1"));
        succeeded(onTheChain.run("get", cid, "-o", target.toString()));
        assertThat(Bytes.sha256(target)).isEqualTo(Bytes.sha256(source));
        CommandRun refused = onTheChain.run("put", source.toString(), "--stake_limit=1000000000");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("None of the 0 validators", "--api URL");
    }

    private static String succeeded(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().strip();
    }

    private RpcSubtensor client(FakeSubtensor node) {
        return new RpcSubtensor(
                new SubtensorSettings(
                        RpcSettings.of(List.of(node.url()), Duration.ofSeconds(30), null),
                        NETUID,
                        Duration.ofMinutes(2),
                        Duration.ofMillis(200),
                        this.directory.resolve("commits")));
    }
}
