package io.filetao.common.chain.rpc;

import io.filetao.common.chain.ChainException;
import io.filetao.common.crypto.Hash;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Calls and subscriptions over a connection that is kept open: when it breaks, the next endpoint is tried, with growing pauses
 * when none answers, and subscriptions are made again.
 *
 * <p>A node that serves another chain than the first one did, or than the settings name, is turned away before anything else is
 * asked of it. After repeated failures a circuit breaker lets calls fail at once for a few seconds.
 */
public final class RpcClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RpcClient.class);

    /** A connection that breaks sooner counts as a failure. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    /** A connection on which nothing was heard in two of these is given up. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(6);

    private final RpcSettings settings;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("chain-rpc-", 0).factory());
    private final HttpClient http;
    private final CircuitBreakerRegistry breakers;
    private final CircuitBreaker breaker;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final Thread keeper;
    private volatile CompletableFuture<RpcConnection> connection = new CompletableFuture<>();
    private volatile @Nullable Hash genesis;
    private volatile @Nullable URI last;
    private volatile @Nullable URI failing;
    private volatile boolean closed;
    private final AtomicLong connections = new AtomicLong();

    /** Begins to connect. */
    public RpcClient(RpcSettings settings) {
        if (settings.endpoints().isEmpty()) {
            throw new IllegalArgumentException("At least one endpoint is needed");
        }
        this.settings = settings;
        this.genesis = settings.genesis();
        this.http =
                HttpClient.newBuilder()
                        .executor(this.threads)
                        .connectTimeout(settings.timeout())
                        .build();
        this.breakers =
                CircuitBreakerRegistry.of(
                        CircuitBreakerConfig.custom()
                                .slidingWindowSize(20)
                                .minimumNumberOfCalls(10)
                                .failureRateThreshold(70)
                                .waitDurationInOpenState(Duration.ofSeconds(5))
                                .permittedNumberOfCallsInHalfOpenState(3)
                                .recordException(failure -> !(failure instanceof RpcException))
                                .build());
        this.breaker = this.breakers.circuitBreaker("chain");
        this.breaker.getEventPublisher().onStateTransition(this::leaveWhenOpened);
        this.keeper = Thread.ofVirtual().name("chain-connection").start(this::keepConnected);
    }

    /** The breaker, for its state and its events. */
    public CircuitBreaker breaker() {
        return this.breaker;
    }

    /** The registry that holds the breaker, for its meters. */
    public CircuitBreakerRegistry breakers() {
        return this.breakers;
    }

    /** How many connections were opened so far. */
    public long connections() {
        return this.connections.get();
    }

    /** The endpoint that is connected now. */
    public Optional<URI> endpoint() {
        CompletableFuture<RpcConnection> now = this.connection;
        return now.isDone() && !now.isCompletedExceptionally()
                ? Optional.of(now.join().endpoint())
                : Optional.empty();
    }

    /** Hash of the chain's first block, as soon as a node has told it or the settings name it. */
    public Optional<Hash> genesis() {
        return Optional.ofNullable(this.genesis);
    }

    /**
     * Makes a call. The future fails with {@link RpcException} when the node answers an error, and with another
     * {@link ChainException} when there is no answer in time.
     */
    public CompletableFuture<JsonNode> call(RpcRequest request) {
        return guarded(connected -> connected.call(request));
    }

    /** Makes several calls in one message; the answers are in their order, and one error fails all. */
    public CompletableFuture<List<JsonNode>> batch(List<RpcRequest> requests) {
        return guarded(connected -> connected.batch(requests));
    }

    /** Waits for the answer to a call that only asks; it is asked again when the connection breaks meanwhile. */
    public JsonNode ask(String method, @Nullable Object... params) {
        return asking(() -> call(RpcRequest.of(method, params)));
    }

    /** Waits for the answers to calls that only ask. */
    public List<JsonNode> ask(List<RpcRequest> requests) {
        return asking(() -> batch(requests));
    }

    /** Waits for the answer to a call that is made once. */
    public JsonNode once(String method, @Nullable Object... params) {
        return await(call(RpcRequest.of(method, params)));
    }

    /**
     * Subscribes, and again after each reconnection. The listener runs on the connection's thread and must not wait.
     *
     * @param method the one that subscribes
     * @param unsubscribe the one that ends it
     */
    public AutoCloseable subscribe(String method, String unsubscribe, Consumer<JsonNode> listener) {
        Subscription subscription = new Subscription(method, unsubscribe, listener);
        this.subscriptions.add(subscription);
        this.connection.thenAccept(subscription::begin);
        return () -> {
            this.subscriptions.remove(subscription);
            subscription.end();
        };
    }

    /** Leaves the connected node and goes to the next one. */
    public void leave(String reason) {
        CompletableFuture<RpcConnection> now = this.connection;
        if (now.isDone() && !now.isCompletedExceptionally()) {
            now.join().close(reason);
        }
    }

    @Override
    public void close() {
        this.closed = true;
        this.keeper.interrupt();
        leave("this program is done with it");
        this.connection.completeExceptionally(
                new ConnectionLostException("The connection to the chain has been closed."));
        this.http.shutdownNow();
        this.threads.shutdownNow();
    }

    /** A node that keeps the connection and answers nothing is as good as none: another one is tried. */
    private void leaveWhenOpened(CircuitBreakerOnStateTransitionEvent event) {
        if (event.getStateTransition().getToState() == State.OPEN) {
            this.failing = this.last;
            this.threads.execute(() -> leave("it fails again and again"));
        }
    }

    private <T> T asking(Supplier<CompletableFuture<T>> call) {
        try {
            return await(call.get());
        } catch (ConnectionLostException lost) {
            if (this.closed) {
                throw lost;
            }
            return await(call.get());
        }
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChainException("The call to the chain was interrupted.", interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ChainException known) {
                throw known;
            }
            throw new ChainException("The call to the chain failed.", failure);
        }
    }

    private <T> CompletableFuture<T> guarded(Function<RpcConnection, CompletableFuture<T>> call) {
        if (this.closed) {
            return CompletableFuture.failedFuture(
                    new ConnectionLostException("The connection to the chain has been closed."));
        }
        if (!this.breaker.tryAcquirePermission()) {
            return CompletableFuture.failedFuture(
                    new ChainException(
                            "The chain at "
                                    + this.settings.endpoints()
                                    + " fails again and again and is left alone for some seconds.",
                            CallNotPermittedException.createCallNotPermittedException(
                                    this.breaker)));
        }
        long start = this.breaker.getCurrentTimestamp();
        return this.connection
                .copy()
                .orTimeout(this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(call)
                .handle((answer, failure) -> {
                    long took = this.breaker.getCurrentTimestamp() - start;
                    if (failure == null) {
                        this.breaker.onSuccess(took, this.breaker.getTimestampUnit());
                        return answer;
                    }
                    ChainException known = explained(failure);
                    this.breaker.onError(took, this.breaker.getTimestampUnit(), known);
                    throw known;
                });
    }

    private ChainException explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return switch (cause) {
            case ChainException known -> known;
            case TimeoutException late ->
                    new ChainException(
                            "The chain at "
                                    + this.settings.endpoints()
                                    + " did not answer within "
                                    + this.settings.timeout().toSeconds()
                                    + " s; check the address or try another node.",
                            late);
            default -> new ChainException("The call to the chain failed: " + cause, cause);
        };
    }

    /** One connection after the other, until this client is closed. */
    private void keepConnected() {
        List<URI> endpoints = this.settings.endpoints();
        int away = 0;
        int broken = 0;
        for (int turn = 0; !this.closed; turn++) {
            URI endpoint = endpoints.get(turn % endpoints.size());
            int pauses = 0;
            try {
                RpcConnection open = connect(endpoint);
                away = 0;
                long opened = System.nanoTime();
                String reason = untilClosed(open);
                boolean lasted = System.nanoTime() - opened > STABLE.toNanos();
                broken = lasted ? 0 : broken + 1;
                pauses = broken;
                if (!this.closed) {
                    LOG.info("The connection to the chain at {} broke: {}", endpoint, reason);
                }
            } catch (InterruptedException done) {
                return;
            } catch (ExecutionException | ChainException | TimeoutException failure) {
                away++;
                if (away % endpoints.size() == 0) {
                    pauses = away / endpoints.size();
                    fail(endpoint, reason(failure));
                }
            }
            try {
                if (pauses > 0) {
                    Thread.sleep(this.settings.pauseAfter(pauses));
                }
            } catch (InterruptedException done) {
                return;
            }
        }
    }

    private static String untilClosed(RpcConnection open)
            throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return open.closed().get(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillOpen) {
                open.checkAlive();
            }
        }
    }

    private RpcConnection connect(URI endpoint)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<RpcConnection> opening =
                RpcConnection.open(this.http, endpoint, this.settings.timeout());
        RpcConnection open;
        try {
            open = opening.get(this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException givenUp) {
            opening.thenAccept(late -> late.close("it opened too late"));
            throw givenUp;
        }
        try {
            checkGenesis(open);
        } catch (ExecutionException | InterruptedException | RuntimeException refused) {
            open.close("it is not the chain that is wanted");
            throw refused;
        }
        LOG.info("Connected to the chain at {}", endpoint);
        this.connections.incrementAndGet();
        this.last = endpoint;
        if (!endpoint.equals(this.failing) && this.breaker.getState() == State.OPEN) {
            // What another node failed to answer says nothing about this one.
            this.breaker.transitionToClosedState();
        }
        CompletableFuture<RpcConnection> waiting = this.connection;
        waiting.complete(open);
        open.beforeClosing(() -> forget(waiting));
        this.subscriptions.forEach(subscription -> subscription.begin(open));
        return open;
    }

    /** Lets calls wait for the next connection instead of one that is gone. */
    private synchronized void forget(CompletableFuture<RpcConnection> gone) {
        if (this.connection == gone) {
            this.connection = new CompletableFuture<>();
        }
    }

    private void checkGenesis(RpcConnection open) throws InterruptedException, ExecutionException {
        JsonNode answer = open.call(RpcRequest.of("chain_getBlockHash", 0)).get();
        Hash found;
        try {
            found = Hash.ofHex(answer.asString());
        } catch (RuntimeException notAHash) {
            throw new ChainException("it does not tell the hash of its first block", notAHash);
        }
        Hash expected = this.genesis;
        if (expected == null) {
            this.genesis = found;
        } else if (!expected.equals(found)) {
            throw new ChainException(
                    "it serves another chain: its first block is 0x"
                            + found.hex()
                            + ", expected is 0x"
                            + expected.hex());
        }
    }

    /** Tells everybody who waits that no endpoint answers. */
    private void fail(URI endpoint, String reason) {
        CompletableFuture<RpcConnection> waiting = this.connection;
        this.connection = new CompletableFuture<>();
        waiting.completeExceptionally(
                new ChainException(
                        "The chain at "
                                + endpoint
                                + " cannot be used: "
                                + reason
                                + "; check the chain's address or give another one."));
    }

    private static String reason(Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        if (cause == null) {
            return failure.toString();
        }
        return switch (cause) {
            case TimeoutException late -> "it takes too long";
            case ConnectException refused -> "nothing accepts connections there";
            case HttpTimeoutException late -> "it takes too long";
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }

    /** A wish to hear, which outlives connections. */
    private static final class Subscription {

        private final String method;
        private final String unsubscribe;
        private final Consumer<JsonNode> listener;
        private @Nullable RpcConnection on;
        private @Nullable String id;
        private boolean ended;

        Subscription(String method, String unsubscribe, Consumer<JsonNode> listener) {
            this.method = method;
            this.unsubscribe = unsubscribe;
            this.listener = listener;
        }

        void begin(RpcConnection open) {
            synchronized (this) {
                if (this.on == open || this.ended) {
                    return;
                }
                this.on = open;
            }
            open.subscribe(RpcRequest.of(this.method), this.listener)
                    .whenComplete((given, failure) -> begun(open, given, failure));
        }

        private synchronized void begun(
                RpcConnection open, @Nullable String given, @Nullable Throwable failure) {
            if (failure != null || given == null) {
                LOG.debug("{} failed", this.method, failure);
            } else if (this.ended) {
                open.unsubscribe(this.unsubscribe, given);
            } else {
                this.id = given;
            }
        }

        synchronized void end() {
            this.ended = true;
            if (this.on != null && this.id != null) {
                this.on.unsubscribe(this.unsubscribe, this.id);
            }
        }
    }
}
