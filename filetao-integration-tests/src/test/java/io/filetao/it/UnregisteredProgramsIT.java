package io.filetao.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.api.ApiApplication;
import io.filetao.common.chain.rpc.RpcSettings;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.chain.subtensor.SubtensorSettings;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import io.filetao.miner.MinerApplication;
import io.filetao.validator.ValidatorApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Programs whose hotkeys have no place on the subnet: they run, say so and what to do, begin their work once they are registered,
 * and go on with what they know when the chain is gone.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UnregisteredProgramsIT {

    private static final int NETUID = 21;

    @TempDir private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void programsSayThatTheyAreNotRegisteredAndStartOnceTheyAre() throws Exception {
        Wallet miner = wallet("miner");
        Wallet validator = wallet("validator");
        try (FakeSubtensor node = FakeSubtensor.start(Recording.SPEC_300, NETUID);
                EmbeddedRedis redis = EmbeddedRedis.start(this.directory.resolve("redis"));
                ConfigurableApplicationContext mining =
                        MinerApplication.start(properties(node, redis, miner, "m:"));
                ConfigurableApplicationContext validating =
                        ValidatorApplication.start(properties(node, redis, validator, "v:"));
                ConfigurableApplicationContext serving =
                        ApiApplication.start(properties(node, redis, validator, "v:"));
                RpcSubtensor chain = client(node)) {
            awaitBody(mining, "health", advice(miner));
            awaitBody(validating, "health", advice(validator));
            awaitBody(serving, "health", advice(validator));
            assertThat(status(mining, "health/readiness")).isEqualTo(503);
            assertThat(status(validating, "health/readiness")).isEqualTo(503);
            for (ConfigurableApplicationContext program : List.of(mining, validating, serving)) {
                assertThat(status(program, "health/liveness")).isEqualTo(200);
            }

            register(chain, miner);
            register(chain, validator);
            awaitBody(mining, "health", "\"uid\":0");
            awaitBody(validating, "health", "\"uid\":1");
            awaitBody(serving, "health", "\"uid\":1");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> status(mining, "health/readiness") == 200);
            assertThat(chain.metagraph().neuron(hotkey(miner).address()).orElseThrow().axon())
                    .isNotNull();

            node.vanish();
            for (ConfigurableApplicationContext program : List.of(mining, validating)) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> age(body(program, "health")) >= 2);
                assertThat(body(program, "health")).contains("\"uid\"", "\"block\"");
                assertThat(status(program, "health/liveness")).isEqualTo(200);
            }
            assertThat(body(mining, "prometheus"))
                    .contains(
                            "filetao_chain_metagraph_age_seconds",
                            "filetao_chain_calls_seconds_count{",
                            "resilience4j_circuitbreaker_state{");
        }
    }

    private Map<String, Object> properties(
            FakeSubtensor node, EmbeddedRedis redis, Wallet wallet, String prefix) {
        Map<String, Object> properties = new HashMap<>(redis.springProperties());
        properties.put("filetao.redis.prefix", prefix);
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", "0");
        properties.put("filetao.netuid", NETUID);
        properties.put("filetao.chain.url", node.url().toString());
        properties.put("filetao.chain.refresh", "200ms");
        properties.put("filetao.chain.timeout", "5s");
        properties.put("filetao.wallet.path", wallet.root().toString());
        properties.put("filetao.wallet.name", wallet.name());
        properties.put("filetao.axon.external-ip", "127.0.0.1");
        properties.put("filetao.axon.allow-private", "true");
        properties.put("filetao.miner.directory", this.directory.resolve("shards").toString());
        properties.put("filetao.validator.directory", this.directory.resolve("data").toString());
        properties.put("filetao.api.spool-directory", this.directory.resolve("spool").toString());
        return properties;
    }

    private RpcSubtensor client(FakeSubtensor node) {
        return new RpcSubtensor(
                new SubtensorSettings(
                        RpcSettings.of(List.of(node.url()), Duration.ofSeconds(30), null),
                        NETUID,
                        Duration.ofMinutes(1),
                        Duration.ofMillis(200),
                        this.directory.resolve("commits")));
    }

    private Wallet wallet(String name) {
        Wallet wallet = Wallet.at(this.directory.resolve("wallets"), name, "default");
        wallet.createColdkey(Keypair.generate(), null);
        wallet.createHotkey(Keypair.generate());
        return wallet;
    }

    private static void register(RpcSubtensor chain, Wallet wallet) {
        chain.register(wallet.unlockColdkey(PasswordSource.NONE), hotkey(wallet).address());
    }

    private static Keypair hotkey(Wallet wallet) {
        return wallet.hotkey();
    }

    private static String advice(Wallet wallet) {
        return "The hotkey "
                + hotkey(wallet).address()
                + " is not registered on subnet 21; register it with 'filetao chain register"
                + " --netuid 21'";
    }

    private void awaitBody(ConfigurableApplicationContext program, String path, String text) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(body(program, path)).contains(text));
    }

    private static long age(String health) {
        String name = "\"metagraphAgeSeconds\":";
        int begin = health.indexOf(name) + name.length();
        int end = begin;
        while (Character.isDigit(health.charAt(end))) {
            end++;
        }
        return Long.parseLong(health.substring(begin, end));
    }

    private String body(ConfigurableApplicationContext program, String path)
            throws IOException, InterruptedException {
        return this.http.send(request(program, path), BodyHandlers.ofString()).body();
    }

    private int status(ConfigurableApplicationContext program, String path) {
        try {
            return this.http.send(request(program, path), BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static HttpRequest request(ConfigurableApplicationContext program, String path) {
        String port = program.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                .timeout(Duration.ofSeconds(30))
                .build();
    }
}
