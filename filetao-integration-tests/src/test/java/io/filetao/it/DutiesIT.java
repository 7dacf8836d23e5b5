package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.MinerReport;
import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Keypair;
import io.filetao.validator.replay.Explanation;
import io.filetao.validator.replay.Replay;
import io.filetao.validator.replay.ReplayReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The duties of a validator on a whole network whose rounds follow each other quickly, with miners that do not play along. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DutiesIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir private Path directory;

    @Test
    void minersAreScoredWhateverOthersDoAndTheLogExplainsEverything() throws Exception {
        try (LocalNetwork network = start();
                ServerSocket silent = listening();
                ServerSocket babbling = listening();
                FiletaoClient client =
                        FiletaoClient.builder(network.api()).token(network.token()).build()) {
            Thread.ofVirtual().start(() -> answerNonsense(babbling));
            String hanging = register(network, silent);
            String lying = register(network, babbling);
            List<String> honest =
                    network.miners().stream().map(miner -> miner.hotkey().value()).toList();

            // Rounds in which two of seven hang or lie go on for the others.
            await().atMost(LIMIT)
                    .until(() ->
                            reports(client, honest)
                                    .allMatch(miner ->
                                            miner.store().successes() > 0
                                                    && miner.challenge().successes() > 1
                                                    && miner.retrieve().successes() > 0
                                                    && miner.reward() > 0
                                                    && miner.lastSeen() != null));
            await().atMost(LIMIT)
                    .until(() ->
                            reports(client, List.of(hanging, lying))
                                    .allMatch(miner ->
                                            miner.reward() < 0
                                                    && miner.totalSuccesses() == 0
                                                    && miner.lastSeen() == null));
            assertThat(reports(client, honest))
                    .allSatisfy(miner -> {
                        assertThat(miner.tier()).isEqualTo("Bronze");
                        assertThat(miner.storageLimit())
                                .isEqualTo(TierTable.DEFAULT.lowest().storageLimit());
                        assertThat(miner.storageUsed()).isPositive();
                        assertThat(miner.scoreLowerBound95()).isLessThan(miner.score());
                    });
            watchLive(network);

            // A miner that dies is punished after five misses in a row, and its record tells of it.
            LocalNode dead = network.miners().getFirst();
            dead.kill();
            await().atMost(LIMIT)
                    .until(() ->
                            events(network).stream()
                                    .anyMatch(event ->
                                            event.type().equals("monitor")
                                                    && dead.hotkey()
                                                            .value()
                                                            .equals(event.hotkey())));
            await().atMost(LIMIT)
                    .until(() ->
                            network.chain()
                                            .metagraph()
                                            .neuron(network.validator().hotkey())
                                            .orElseThrow()
                                            .lastUpdate()
                                    > 0);
            await().atMost(LIMIT)
                    .until(() ->
                            events(network).stream()
                                    .anyMatch(event -> event.type().equals("reset")));
            network.validator().kill();

            ReplayReport replay = new Replay().run(List.of(log(network)));
            assertThat(replay.first()).isEmpty();
            assertThat(replay.interactions()).isGreaterThan(20);
            assertThat(replay.weights()).isPositive();
            assertThat(replay.resets()).isPositive();
            assertThat(Explanation.of(dead.hotkey().value(), log(network), 100).newest())
                    .anySatisfy(
                            event -> assertThat(event.reason()).contains("did not answer 5 pings"));
            assertThat(events(network)).allSatisfy(this::noRewardedFailure);
        }
    }

    private LocalNetwork start() {
        return Networks.with(validators(1), miners(5))
                .directory(this.directory.resolve("net"))
                .property("filetao.validator.round-blocks", 1)
                .property("filetao.validator.chores.monitor.every", 1)
                .property("filetao.validator.chores.store-synthetic.every", 2)
                .property("filetao.validator.chores.challenge.every", 2)
                .property("filetao.validator.chores.retrieve.every", 3)
                .property("filetao.validator.chores.tiers.every", 1)
                .property("filetao.validator.chores.weights.every", 1)
                .property("filetao.validator.duty.window-blocks", 20)
                // Short enough that several shards of a miner are asked for at once.
                .property("filetao.validator.duty.proof-age", "20s")
                .property("filetao.validator.duty.store.median", "16KB")
                .start();
    }

    private static void watchLive(LocalNetwork network) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(network.api().resolve("/api/v1/network/events"))
                        .header("Authorization", "Bearer " + network.token())
                        .header("Accept", "text/event-stream")
                        .timeout(LIMIT)
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
                assertThat(lines.filter(line -> line.equals("event:challenge")).findFirst())
                        .isPresent();
            }
            http.shutdownNow();
        }
    }

    private void noRewardedFailure(Event event) {
        if (Boolean.FALSE.equals(event.success()) && event.reward() != null) {
            assertThat(event.reward()).isLessThanOrEqualTo(0);
        }
    }

    private static Stream<MinerReport> reports(FiletaoClient client, List<String> hotkeys)
            throws IOException {
        Map<String, MinerReport> known =
                client.miners().stream()
                        .collect(Collectors.toMap(MinerReport::hotkey, Function.identity()));
        return hotkeys.stream().map(known::get);
    }

    private static List<Event> events(LocalNetwork network) throws IOException {
        List<Event> events = new ArrayList<>();
        EventFiles.read(log(network), events::add);
        return events;
    }

    private static Path log(LocalNetwork network) {
        return network.directory().resolve("validator").resolve("events");
    }

    private static String register(LocalNetwork network, ServerSocket axon) {
        Keypair hotkey = Keypair.generate();
        network.chain().register(Keypair.generate(), hotkey.address());
        network.chain().serveAxon(hotkey, new AxonInfo("127.0.0.1", axon.getLocalPort(), 1));
        return hotkey.address().value();
    }

    /** Connections are taken by the system and nobody ever answers. */
    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static void answerNonsense(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.getInputStream().read(new byte[1024]);
                connection
                        .getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nlie"
                                        .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // The next one may do better.
            }
        }
    }
}
