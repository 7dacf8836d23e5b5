package io.filetao.common.chain.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.SubtensorContract;
import io.filetao.common.wallet.Keypair;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port's promises, kept by the local chain over its real HTTP service. */
class LocalSubtensorTests extends SubtensorContract {

    private static final Duration BLOCK_TIME = Duration.ofSeconds(12);

    @TempDir private Path directory;

    private final MovableTime time = new MovableTime();
    private LocalChainServer server;
    private LocalSubtensor chain;

    @BeforeEach
    void start() {
        LocalChain engine =
                LocalChain.open(this.directory, LocalChainSettings.of(BLOCK_TIME), this.time);
        this.server = LocalChainServer.start(engine, InetAddress.getLoopbackAddress(), 0);
        this.chain = new LocalSubtensor(this.server.url(), 21, Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        this.chain.close();
        this.server.close();
    }

    @Override
    protected Subtensor chain() {
        return this.chain;
    }

    @Override
    protected void stake(Keypair coldkey, Keypair hotkey, BigInteger rao) {
        this.chain.addStake(coldkey, hotkey.address(), rao);
    }

    @Override
    protected void advanceTo(long block) {
        this.time.forward(BLOCK_TIME.multipliedBy(block - this.chain.head().number()));
    }

    @Test
    void deregisterFreesTheSlotForTheNextNeuron() {
        Keypair coldkey = Keypair.generate();
        Keypair first = Keypair.generate();
        int uid = this.chain.register(coldkey, first.address());
        this.chain.deregister(coldkey, first.address());
        assertThat(this.chain.metagraph().neuron(first.address())).isEmpty();
        assertThat(this.chain.register(coldkey, Keypair.generate().address())).isEqualTo(uid);
    }

    @Test
    void deregisterByAStrangerIsRefused() {
        Keypair hotkey = Keypair.generate();
        this.chain.register(Keypair.generate(), hotkey.address());
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() -> this.chain.deregister(Keypair.generate(), hotkey.address()))
                .withMessageContaining("NonAssociatedColdKey");
    }

    @Test
    void callWhenNothingListensSaysWhatToDo() {
        try (LocalSubtensor away =
                new LocalSubtensor(URI.create("http://127.0.0.1:1"), 21, Duration.ofSeconds(2))) {
            assertThatExceptionOfType(ChainException.class)
                    .isThrownBy(away::head)
                    .withMessageContaining("does not answer");
        }
    }

    @Test
    void garbageAndUnknownPathsAreAnsweredWithProblems() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI calls = this.server.url().resolve("/v1/calls");
            HttpRequest garbage =
                    HttpRequest.newBuilder(calls)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"x\": 1"))
                            .build();
            HttpRequest unknown =
                    HttpRequest.newBuilder(this.server.url().resolve("/v2/head")).build();
            assertThat(http.send(garbage, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
            assertThat(http.send(unknown, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
            byte[] large = new byte[LocalChainServer.MAX_CALL_BYTES + 1];
            HttpRequest tooLarge =
                    HttpRequest.newBuilder(calls)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                            .build();
            assertThat(http.send(tooLarge, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
        }
    }
}
