package io.filetao.common.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.ChainException;
import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.subtensor.JsonRpcServer;
import io.filetao.common.fixtures.subtensor.JsonRpcServer.Session;
import io.filetao.common.fixtures.subtensor.RpcError;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A node that answers late, in another order, twice, wrongly, or not at all. */
class RpcClientTests {

    private static final String GENESIS = "0x" + "45".repeat(32);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<Session> subscribers = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : this.open.reversed()) {
            resource.close();
        }
    }

    @Test
    void answersInAnotherOrderAndTwiceFindTheirCalls() {
        JsonRpcServer node = node(GENESIS);
        RpcClient client = client(LONG, node.url());
        client.ask("echo", 0);
        List<String> held = new ArrayList<>();
        node.behave((session, message) -> {
            held.add(message);
            if (held.size() == 3) {
                Collections.reverse(held);
                for (String answer : held) {
                    session.send(answer);
                    session.send(answer);
                }
                session.send("{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":1}");
                session.send("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}}");
            }
        });
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            answers.add(client.call(RpcRequest.of("echo", i)));
        }
        for (int i = 1; i <= 3; i++) {
            assertThat(answers.get(i - 1).join().get(0).asInt()).isEqualTo(i);
        }
        node.behave(Session::send);
        assertThat(client.ask("echo", 4).get(0).asInt()).isEqualTo(4);
        assertThat(node.opened()).isEqualTo(1);
    }

    @Test
    void batchAnswersAreInTheOrderOfTheirCalls() {
        RpcClient client = client(LONG, node(GENESIS).url());
        List<JsonNode> answers =
                client.ask(List.of(RpcRequest.of("echo", "a"), RpcRequest.of("echo", "b")));
        assertThat(answers)
                .extracting(answer -> answer.get(0).asString())
                .containsExactly("a", "b");
    }

    @Test
    void errorOfTheNodeIsToldWithItsCode() {
        RpcClient client = client(LONG, node(GENESIS).url());
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(() -> client.ask("no_such_method"))
                .matches(error -> error.code() == -32601)
                .withMessageContaining("no_such_method");
        assertThat(client.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void callThatIsNotAnsweredEndsInTime() {
        JsonRpcServer node = node(GENESIS);
        node.behave((session, message) -> {
            if (message.contains(GENESIS)) {
                session.send(message);
            }
        });
        RpcClient client = client(Duration.ofSeconds(2), node.url());
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() -> client.ask("echo", 2))
                .withMessageContaining(node.url().toString());
    }

    @Test
    void nodeThatIsNotThereIsNamedAtOnce() {
        RpcClient client = client(LONG, URI.create("ws://127.0.0.1:1"));
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() -> client.ask("echo", 1))
                .withMessageContaining("ws://127.0.0.1:1")
                .withMessageContaining("check the chain's address");
    }

    @Test
    void connectionThatBreaksInTheMiddleIsOpenedAgainAndReadsAreRepeated() {
        JsonRpcServer node = node(GENESIS);
        RpcClient client = client(LONG, node.url());
        client.ask("echo", 1);
        node.behave((session, message) -> {
            node.behave(Session::send);
            session.drop();
        });
        assertThat(client.ask("echo", 2).get(0).asInt()).isEqualTo(2);
        assertThat(node.opened()).isEqualTo(2);
    }

    @Test
    void callThatIsMadeOnceIsNotRepeated() {
        JsonRpcServer node = node(GENESIS);
        RpcClient client = client(LONG, node.url());
        client.ask("echo", 1);
        node.behave((session, message) -> {
            node.behave(Session::send);
            session.drop();
        });
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> client.once("echo", 2));
    }

    @Test
    void nextEndpointIsUsedWhenOneIsAway() {
        JsonRpcServer first = node(GENESIS);
        JsonRpcServer second = node(GENESIS);
        RpcClient client = client(LONG, first.url(), second.url());
        client.ask("echo", 1);
        assertThat(client.endpoint()).contains(first.url());
        first.close();
        assertThat(client.ask("echo", 2).get(0).asInt()).isEqualTo(2);
        assertThat(client.endpoint()).contains(second.url());
    }

    @Test
    void nodeOfAnotherChainIsTurnedAway() {
        JsonRpcServer first = node(GENESIS);
        JsonRpcServer other = node("0x" + "46".repeat(32));
        RpcClient client = client(LONG, first.url(), other.url());
        client.ask("echo", 1);
        first.drop();
        assertThat(client.ask("echo", 2).get(0).asInt()).isEqualTo(2);
        assertThat(client.endpoint()).contains(first.url());
        assertThat(other.opened()).isEqualTo(1);
    }

    @Test
    void onlyNodesOfTheConfiguredChainAreUsed() {
        JsonRpcServer node = node(GENESIS);
        RpcClient client =
                client(
                        new RpcSettings(
                                List.of(node.url()),
                                LONG,
                                Duration.ofMillis(20),
                                Duration.ofMillis(50),
                                Hash.ofHex("46".repeat(32))));
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() -> client.ask("echo", 1))
                .withMessageContaining("another chain");
    }

    @Test
    void messageThatIsTooLargeOrNoJsonEndsTheConnection() {
        JsonRpcServer node = node(GENESIS);
        RpcClient client = client(LONG, node.url());
        client.ask("echo", 1);
        node.behave((session, message) -> session.send("x".repeat(RpcConnection.MAX_MESSAGE + 1)));
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> client.once("echo", 2))
                .withMessageContaining("more than 16 MB");
        node.behave(Session::send);
        client.ask("echo", 1);
        node.behave((session, message) -> session.send("{\"id\": 1, "));
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> client.once("echo", 3))
                .withMessageContaining("not JSON");
    }

    @Test
    void subscriptionIsMadeAgainAfterAReconnection() throws Exception {
        JsonRpcServer node = node(GENESIS);
        RpcClient client = client(LONG, node.url());
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        AutoCloseable subscription = client.subscribe("subscribe", "unsubscribe", heard::add);
        tell(node, 1);
        assertThat(heard.poll(30, TimeUnit.SECONDS).asInt()).isEqualTo(1);
        node.drop();
        tell(node, 2);
        assertThat(heard.poll(30, TimeUnit.SECONDS).asInt()).isEqualTo(2);
        subscription.close();
        client.ask("echo", 1);
    }

    @Test
    void repeatedFailuresOpenTheBreaker() {
        JsonRpcServer node = node(GENESIS);
        RpcClient client = client(LONG, node.url());
        client.ask("echo", 1);
        for (int i = 0; i < 20; i++) {
            node.behave((session, message) -> session.drop());
            assertThatExceptionOfType(ChainException.class)
                    .isThrownBy(() -> client.once("echo", 2));
            node.behave(Session::send);
            if (client.breaker().getState() == CircuitBreaker.State.OPEN) {
                break;
            }
        }
        assertThat(client.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() -> client.once("echo", 3))
                .withMessageContaining("left alone");
    }

    @Test
    void nodeThatKeepsTheConnectionAndAnswersNothingIsLeftForTheNext() {
        JsonRpcServer silent = node(GENESIS);
        silent.behave((session, message) -> {
            if (message.contains(GENESIS)) {
                session.send(message);
            }
        });
        JsonRpcServer good = node(GENESIS);
        RpcClient client = client(Duration.ofSeconds(2), silent.url(), good.url());
        List<CompletableFuture<JsonNode>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(client.call(RpcRequest.of("echo", i)));
        }
        calls.forEach(
                call -> assertThatExceptionOfType(ExecutionException.class).isThrownBy(call::get));
        Awaitility.await().until(() -> client.endpoint().equals(Optional.of(good.url())));
        assertThat(client.ask("echo", 7).get(0).asInt()).isEqualTo(7);
        assertThat(client.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(client.connections()).isEqualTo(2);
    }

    @Test
    void pausesGrowUpToALimitWhileNoEndpointAnswers() {
        RpcSettings settings = RpcSettings.of(List.of(URI.create("ws://127.0.0.1:1")), LONG, null);
        assertThat(IntStream.of(1, 2, 3, 7, 100).mapToObj(settings::pauseAfter))
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30));
    }

    @Test
    void slowNodeIsWaitedForAndItsAnswersAreTaken() {
        JsonRpcServer node = node(GENESIS);
        BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
        RpcClient client = client(LONG, node.url());
        client.ask("echo", 1);
        node.behave((session, message) -> later.add(() -> session.send(message)));
        CompletableFuture<JsonNode> first = client.call(RpcRequest.of("echo", 2));
        CompletableFuture<JsonNode> second = client.call(RpcRequest.of("echo", 3));
        Awaitility.await().until(() -> later.size() == 2);
        assertThat(first).isNotDone();
        later.forEach(Runnable::run);
        assertThat(first.join().get(0).asInt()).isEqualTo(2);
        assertThat(second.join().get(0).asInt()).isEqualTo(3);
    }

    /** Tells the next subscriber something, after the answer to its subscription. */
    private void tell(JsonRpcServer node, int number) throws InterruptedException {
        Session session = this.subscribers.poll(30, TimeUnit.SECONDS);
        assertThat(session).isNotNull();
        node.run(() -> session.tell("event", "id", number));
    }

    private JsonRpcServer node(String genesis) {
        JsonRpcServer node =
                JsonRpcServer.start(
                        (method, params, session) -> answer(genesis, method, params, session));
        this.open.add(node);
        return node;
    }

    private @Nullable Object answer(
            String genesis, String method, JsonNode params, Session session) {
        return switch (method) {
            case "chain_getBlockHash" -> genesis;
            case "echo" -> params;
            case "subscribe" -> {
                this.subscribers.add(session);
                yield "id";
            }
            case "unsubscribe" -> true;
            default -> throw new RpcError(-32601, "Method not found", null);
        };
    }

    private RpcClient client(Duration timeout, URI... endpoints) {
        return client(
                new RpcSettings(
                        List.of(endpoints),
                        timeout,
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        null));
    }

    private RpcClient client(RpcSettings settings) {
        RpcClient client = new RpcClient(settings);
        this.open.add(client);
        return client;
    }
}
