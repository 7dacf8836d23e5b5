package io.filetao.validator.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.local.LocalChain;
import io.filetao.common.chain.local.LocalChainServer;
import io.filetao.common.chain.local.LocalChainSettings;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.index.FileIndex;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.PingReply;
import io.filetao.common.protocol.StatusReply;
import io.filetao.common.protocol.StatusReply.Status;
import io.filetao.common.protocol.StatusRequest;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Wallet;
import io.filetao.validator.ValidatorApplication;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The running program, with a real Redis and a real chain. */
class ValidatorAxonTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir private static Path directory;

    private static final Keypair MINER = Keypair.generate();

    private static EmbeddedRedis redis;
    private static LocalChainServer chain;
    private static LocalSubtensor subtensor;
    private static ConfigurableApplicationContext program;
    private static Peer validator;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start(directory.resolve("redis"));
        chain =
                LocalChainServer.start(
                        LocalChain.open(
                                directory.resolve("chain"),
                                LocalChainSettings.of(Duration.ofSeconds(1)),
                                InstantSource.system()),
                        InetAddress.getLoopbackAddress(),
                        0);
        subtensor = new LocalSubtensor(chain.url(), 21, LIMIT);
        Wallet wallet = Wallet.at(directory.resolve("wallets"), "validator", "default");
        Keypair coldkey = Keypair.generate();
        Keypair hotkey = Keypair.generate();
        wallet.createColdkey(coldkey, null);
        wallet.createHotkey(hotkey);
        subtensor.register(coldkey, hotkey.address());
        subtensor.register(Keypair.generate(), MINER.address());
        Map<String, Object> properties = new HashMap<>(redis.springProperties());
        properties.put("server.port", "0");
        properties.put("filetao.validator.directory", directory.resolve("validator").toString());
        properties.put("filetao.chain.url", chain.url().toString());
        properties.put("filetao.wallet.path", wallet.root().toString());
        properties.put("filetao.wallet.name", "validator");
        properties.put("filetao.axon.external-ip", "127.0.0.1");
        properties.put("filetao.validator.api.url", "https://api.example");
        properties.put("filetao.axon.allow-private", "true");
        program = ValidatorApplication.start(properties);
        int port = program.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        validator = new Peer(hotkey.address(), new AxonInfo("127.0.0.1", port, 1));
    }

    @AfterAll
    static void stop() {
        program.close();
        subtensor.close();
        chain.close();
        redis.close();
    }

    @Test
    void statusOfShardsOfAnUploadIsPendingAndOfOthersUnknown() throws Exception {
        FileId uploading = FileId.random();
        program.getBean(FileIndex.class).beginUpload(uploading.hex(), Duration.ofMinutes(1));
        StatusRequest request =
                new StatusRequest(
                        List.of(
                                new StatusRequest.Shard(uploading, ShardId.random()),
                                new StatusRequest.Shard(FileId.random(), ShardId.random())));
        try (Dendrite miner = dendrite(MINER)) {
            byte[] reply =
                    miner.call(
                                    validator,
                                    "POST",
                                    AxonPaths.SHARD_STATUS,
                                    request.encode(),
                                    StatusReply.MAX_BYTES,
                                    LIMIT)
                            .body();
            assertThat(StatusReply.decode(ByteBuffer.wrap(reply)).statuses())
                    .containsExactly(Status.PENDING, Status.UNKNOWN);
        }
    }

    @Test
    void apiAddressIsToldToEverybody() throws Exception {
        try (HttpClient user = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    user.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + validator.axon().port()
                                                            + AxonPaths.API))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"api\":\"https://api.example\"}");
        }
    }

    @Test
    void pingOfARegisteredNeuronIsAnsweredAndOfAStrangerRefused() throws Exception {
        try (Dendrite miner = dendrite(MINER);
                Dendrite stranger = dendrite(Keypair.generate())) {
            byte[] reply =
                    miner.call(
                                    validator,
                                    "GET",
                                    AxonPaths.PING,
                                    new byte[0],
                                    PingReply.MAX_BYTES,
                                    LIMIT)
                            .body();
            assertThat(PingReply.decode(ByteBuffer.wrap(reply)).program())
                    .isEqualTo("filetao-validator");
            assertThatExceptionOfType(DendriteException.class)
                    .isThrownBy(() ->
                            stranger.call(
                                    validator,
                                    "GET",
                                    AxonPaths.PING,
                                    new byte[0],
                                    PingReply.MAX_BYTES,
                                    LIMIT))
                    .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
        }
    }

    private static Dendrite dendrite(Keypair hotkey) {
        return new Dendrite(hotkey, new AddressPolicy(true), Clock.systemUTC());
    }
}
