package io.filetao.common.chain.subtensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.fixtures.subtensor.RecordedNode;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that the programs read, out of what two real runtimes answered, on each way that they offer. What was read is
 * written to {@code target/chain-reads} as a table.
 */
class RecordedReadsTests {

    private static final String SELECTIVE = "SubnetInfoRuntimeApi_get_selective_metagraph";
    private static final String LITE = "NeuronInfoRuntimeApi_get_neurons_lite";
    private static final String V15 = "Metadata_metadata_at_version";

    @TempDir private Path commits;

    static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of(Recording.SPEC_143, "storage", Set.of()),
                Arguments.of(Recording.SPEC_300, "selective metagraph", Set.of()),
                Arguments.of(Recording.SPEC_300, "neurons lite, described", Set.of(SELECTIVE)),
                Arguments.of(Recording.SPEC_300, "neurons lite, not described", Set.of(V15)),
                Arguments.of(Recording.SPEC_300, "storage", Set.of(V15, LITE)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ways")
    void everyFieldIsWhatWasRecorded(Recording recording, String way, Set<String> withheld)
            throws IOException {
        boolean old = recording == Recording.SPEC_143;
        try (RecordedNode node = RecordedNode.start(recording, withheld);
                RpcSubtensor chain = TestClients.of(recording.netuid(), this.commits, node.url())) {
            Metagraph metagraph = chain.metagraph();
            assertThat(metagraph.block().number()).isEqualTo(old ? 53 : 52);
            assertThat(metagraph.block().time().toEpochMilli())
                    .isEqualTo(old ? 1_795_365_094_517L : 1_795_364_607_969L);
            assertThat(metagraph.neurons()).isEqualTo(old ? neurons143() : neurons300());
            Hyperparameters rules = chain.hyperparameters();
            assertThat(rules).isEqualTo(new Hyperparameters(10, 1, 65_535, 0, 0, 50, 5_000, 256));
            Map<Integer, Integer> weights = chain.weights(0);
            assertThat(weights).isEqualTo(Map.of(1, 65_535, 2, 30_000));
            EpochSchedule epoch = chain.epoch();
            assertThat(epoch).isEqualTo(EpochSchedule.fixed(recording.netuid(), 10, old ? 53 : 52));
            assertThat(chain.genesis().hash().hex()).isEqualTo("45".repeat(32));
            assertThat(chain.specVersion()).isEqualTo(recording.spec());
            write(recording, way, metagraph, rules, weights, epoch);
        }
    }

    private static List<Neuron> neurons143() {
        return neurons(
                List.of(100_000_000_000L, 0L, 10_000_000_000L),
                List.of(true, true, true),
                List.of(39L, 40L, 38L),
                List.of(7L, 9L, 11L));
    }

    private static List<Neuron> neurons300() {
        return neurons(
                List.of(88_926_797_941L, 0L, 9_867_754_586L),
                List.of(true, false, true),
                List.of(38L, 8L, 37L),
                List.of(3L, 8L, 10L));
    }

    private static List<Neuron> neurons(
            List<Long> stakes, List<Boolean> permits, List<Long> updates, List<Long> registered) {
        List<String> hotkeys =
                List.of(
                        "5DaHcMqb96QtWdmNSRQPZ9hwUt2L26EPLupDmmCPUBizuetY",
                        "5H9gJ4GQwxJL81kF7EE8DKWKotF5mwVFJ44sWRazGokkcj32",
                        "5Fs8NyNLwpmV9aSpnJS6ux1AWX4qhe6kyZcW3vJsS7Qdji5v");
        List<String> coldkeys =
                List.of(
                        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
                        "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
                        "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y");
        List<AxonInfo> axons =
                List.of(
                        new AxonInfo("127.0.0.2", 8093, 700_001),
                        new AxonInfo("203.0.113.7", 8091, 700_001),
                        new AxonInfo("2001:db8:0:0:0:0:0:1", 8092, 700_001));
        return Stream.of(0, 1, 2)
                .map(uid ->
                        new Neuron(
                                uid,
                                new Ss58Address(hotkeys.get(uid)),
                                new Ss58Address(coldkeys.get(uid)),
                                BigInteger.valueOf(stakes.get(uid)),
                                permits.get(uid),
                                axons.get(uid),
                                updates.get(uid),
                                registered.get(uid)))
                .toList();
    }

    private static void write(
            Recording recording,
            String way,
            Metagraph metagraph,
            Hyperparameters rules,
            Map<Integer, Integer> weights,
            EpochSchedule epoch)
            throws IOException {
        String rows =
                metagraph.neurons().stream()
                        .map(neuron ->
                                "| %d | %s | %s | %s | %s | %s | %d | %d |"
                                        .formatted(
                                                neuron.uid(),
                                                neuron.hotkey().abbreviated(),
                                                neuron.coldkey().abbreviated(),
                                                neuron.stake(),
                                                neuron.validatorPermit(),
                                                neuron.axon(),
                                                neuron.lastUpdate(),
                                                neuron.registeredAt()))
                        .collect(Collectors.joining("\n"));
        String table =
                """
                # Spec %d, netuid %d, block %d, read from %s

                %s
                weights of uid 0: %s
                %s

                | uid | hotkey | coldkey | stake | permit | axon | last update | registered |
                |---|---|---|---|---|---|---|---|
                %s
                """
                        .formatted(
                                recording.spec(),
                                metagraph.netuid(),
                                metagraph.block().number(),
                                way,
                                rules,
                                weights,
                                epoch,
                                rows);
        Path directory = Path.of("target", "chain-reads");
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(recording.spec() + "-" + way.replaceAll("[^a-z]+", "-") + ".md"),
                table);
    }
}
