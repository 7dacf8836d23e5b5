package io.filetao.validator.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.crypto.Hash;
import io.filetao.common.event.Event;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.stats.InMemoryScoreBook;
import io.filetao.common.stats.Standing;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Run data on a real disk, and sent to a real server on loopback. */
@ExtendWith(RedisServerExtension.class)
class ExperimentRecorderTests {

    private static final String KEY = "a-key-that-nobody-may-see";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private Path directory;

    private NetworkTables tables;
    private Ss58Address miner;

    @BeforeEach
    void setUp(RedisServer server) {
        this.miner = new Ss58Address("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        RedisCalls redis = new RedisCalls(server.template());
        FileIndex index = new RedisFileIndex(redis, new Keyspace(server.prefix()));
        InMemoryScoreBook book = new InMemoryScoreBook();
        book.replace(this.miner, null, Standing.fresh(3, "Bronze, of old", 0));
        Metagraph network =
                new Metagraph(
                        21,
                        new Block(77, Hash.sha256(), Instant.EPOCH),
                        List.of(
                                new Neuron(
                                        4,
                                        this.miner,
                                        this.miner,
                                        BigInteger.TEN,
                                        false,
                                        null,
                                        0,
                                        3)));
        this.tables = new NetworkTables(() -> network, index, book);
    }

    @Test
    void happenedWritesARowOfWhatWasRewardedTogether() throws Exception {
        try (ExperimentRecorder recorder = recorder(properties(100, 5, null), RunSink.NONE)) {
            recorder.happened(
                    List.of(
                            challenge(7, true, 0.25, 0.9, 0.5),
                            challenge(8, false, 0.75, -0.05, 0.1)));
            recorder.happened(List.of(challenge(7, true, 0.25, 0.9, 0.5)));
            recorder.snapshot();
        }
        Path run = RunDirectory.in(this.directory).getFirst();
        List<JsonNode> rows =
                Files.readAllLines(run.resolve(Run.HISTORY)).stream().map(JSON::readTree).toList();
        assertThat(rows).hasSize(3);
        JsonNode first = rows.getFirst();
        assertThat(first.get("_step").asInt()).isZero();
        assertThat(first.get("task_name").asString()).isEqualTo("Challenge");
        assertThat(first.get("uids").toString()).isEqualTo("[7,8]");
        assertThat(first.get("successful").toString()).isEqualTo("[true,false]");
        assertThat(first.get("completion_times").toString()).isEqualTo("[0.25,0.75]");
        assertThat(first.get("task_status_messages").toString())
                .isEqualTo("[\"OK\",\"It came late\"]");
        assertThat(first.get("best_uid").asInt()).isEqualTo(7);
        assertThat(first.get("step_length").asDouble()).isEqualTo(0.75);
        assertThat(first.get("moving_averaged_scores").toString()).isEqualTo("[0.5,0.1]");
        assertThat(rows.get(1).has("moving_averaged_scores")).isFalse();
        assertThat(rows.get(2).get("total_shards").asInt()).isZero();

        assertThat(Files.readAllLines(run.resolve("statistics.csv")))
                .hasSize(2)
                .first()
                .isEqualTo(NetworkTables.STATISTICS);
        assertThat(Files.readString(run.resolve("statistics.csv")))
                .contains(",77,4," + this.miner.value() + ",\"Bronze, of old\",0.0,");
        assertThat(Files.readString(run.resolve("totals.csv"))).endsWith(",77,1,0,0\n");
        assertThat(Files.readString(run.resolve("hash_map.csv")))
                .isEqualTo(NetworkTables.HASH_MAP + "\n");
        JsonNode summary = JSON.readTree(Files.readString(run.resolve(Run.SUMMARY)));
        assertThat(summary.get("task_name").asString()).isEqualTo("Challenge");
        assertThat(summary.get("block").asInt()).isEqualTo(77);
        assertThat(
                        JSON.readTree(Files.readString(run.resolve("config.json")))
                                .get("netuid")
                                .asInt())
                .isEqualTo(21);
    }

    @Test
    void runsEndAfterTheirStepsAndTheOldestGo() throws Exception {
        try (ExperimentRecorder recorder = recorder(properties(2, 3, null), RunSink.NONE)) {
            for (int i = 0; i < 12; i++) {
                recorder.happened(List.of(challenge(i, true, 0.1, 1, 1)));
            }
        }
        List<Path> runs = RunDirectory.in(this.directory);
        assertThat(runs).hasSize(3);
        for (Path run : runs) {
            assertThat(Files.readAllLines(run.resolve(Run.HISTORY))).hasSize(2);
        }
    }

    @Test
    void rowsAreSentInOrderWithTheKeyInTheHeaderOnly() throws Exception {
        List<Received> received = new CopyOnWriteArrayList<>();
        HttpServer server = server(received);
        try {
            ExperimentProperties properties =
                    properties(
                            5,
                            5,
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
            assertThat(properties.toString()).doesNotContain(KEY);
            RunSink sink =
                    new WandbSink(
                            new WandbClient(properties.url(), KEY, properties),
                            List.of("netuid_21"));
            try (ExperimentRecorder recorder = recorder(properties, sink)) {
                for (int i = 0; i < 12; i++) {
                    recorder.happened(List.of(challenge(i, true, 0.1, 1, 1)));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> sent(received).size() >= 12);
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> received.getLast().body().get("complete").asBoolean());
            assertThat(sent(received)).isEqualTo(List.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1));
            assertThat(received)
                    .allSatisfy(call -> {
                        assertThat(call.authorization()).startsWith("Basic ");
                        assertThat(call.body().toString()).doesNotContain(KEY);
                        assertThat(call.path()).doesNotContain(KEY);
                    });
            assertThat(received.getFirst().body().at("/variables/project").asString())
                    .isEqualTo("thunder");
            assertThat(received.get(1).path())
                    .matches("/files/somebody/thunder/[a-z0-9]{8}/file_stream");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatRefusesCostsNothingButWhatItWouldHaveGot() throws Exception {
        HttpServer server = HttpServer.create(loopback(), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                });
        server.start();
        try {
            ExperimentProperties properties =
                    properties(
                            100,
                            5,
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
            try (ExperimentRecorder recorder =
                    recorder(
                            properties,
                            new WandbSink(
                                    new WandbClient(properties.url(), KEY, properties),
                                    List.of()))) {
                recorder.happened(List.of(challenge(1, true, 0.1, 1, 1)));
            }
            Path run = RunDirectory.in(this.directory).getFirst();
            assertThat(Files.readAllLines(run.resolve(Run.HISTORY))).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nothingIsSentWithoutAnAddressAKeyOrWhenOffline() {
        URI url = URI.create("http://127.0.0.1:9");
        assertThat(properties(1, 1, url).sends()).isTrue();
        assertThat(properties(1, 1, null).sends()).isFalse();
        assertThat(properties(1, 1, url, false, "").sends()).isFalse();
        assertThat(properties(1, 1, url, true, KEY).sends()).isFalse();
    }

    private ExperimentRecorder recorder(ExperimentProperties properties, RunSink sink) {
        return new ExperimentRecorder(
                this.directory,
                properties,
                Map.of("netuid", 21),
                this.tables,
                sink,
                InstantSource.system());
    }

    private static ExperimentProperties properties(int steps, int runs, URI url) {
        return properties(steps, runs, url, false, KEY);
    }

    private static ExperimentProperties properties(
            int steps, int runs, URI url, boolean offline, String key) {
        return new ExperimentProperties(
                true,
                offline,
                url,
                key,
                "thunder",
                "",
                "",
                steps,
                10,
                runs,
                DataSize.ofMegabytes(1),
                Duration.ofMinutes(5),
                1000);
    }

    private static Event challenge(
            int uid, boolean success, double seconds, double reward, double score) {
        return Event.of("challenge", 70)
                .batch("b")
                .miner(uid, "5Hot" + uid)
                .success(success)
                .reason(success ? null : "It came late")
                .seconds(seconds)
                .rewarded(reward, reward)
                .standing(score, 1)
                .build();
    }

    /** The steps that arrived, in their order. */
    private static List<Integer> sent(List<Received> received) {
        List<Integer> steps = new ArrayList<>();
        for (Received call : received) {
            for (JsonNode line : call.body().at("/files/wandb-history.jsonl/content")) {
                steps.add(JSON.readTree(line.asString()).get("_step").asInt());
            }
        }
        return steps;
    }

    private static HttpServer server(List<Received> received) throws IOException {
        HttpServer server = HttpServer.create(loopback(), 0);
        server.createContext(
                "/",
                exchange -> {
                    received.add(Received.of(exchange));
                    byte[] answer =
                            """
                            {"data": {"upsertBucket": {"bucket": {"id": "x", "name": "n", "project": {"name": "thunder", "entity": {"name": "somebody"}}}}}}
                            """
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private record Received(String path, String authorization, JsonNode body) {

        static Received of(HttpExchange exchange) throws IOException {
            return new Received(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    JSON.readTree(exchange.getRequestBody().readAllBytes()));
        }
    }
}
