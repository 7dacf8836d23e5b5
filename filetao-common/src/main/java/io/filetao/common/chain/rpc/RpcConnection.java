package io.filetao.common.chain.rpc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One WebSocket to one node. Answers are matched to calls by their ids, in whatever order they come; an answer to nothing that
 * is waited for, such as a second one, is passed over.
 */
final class RpcConnection implements WebSocket.Listener {

    /** Largest message, in characters; metadata takes less than a megabyte. */
    static final int MAX_MESSAGE = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI endpoint;
    private final Duration timeout;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> subscriptions = new ConcurrentHashMap<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private volatile @Nullable WebSocket socket;
    private volatile boolean heard = true;
    private volatile Runnable beforeClosing = () -> {};
    private CompletableFuture<?> lastSend = CompletableFuture.completedFuture(null);

    private RpcConnection(URI endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
    }

    static CompletableFuture<RpcConnection> open(HttpClient http, URI endpoint, Duration timeout) {
        RpcConnection connection = new RpcConnection(endpoint, timeout);
        return http.newWebSocketBuilder()
                .connectTimeout(timeout)
                .buildAsync(endpoint, connection)
                .thenApply(open -> connection);
    }

    URI endpoint() {
        return this.endpoint;
    }

    /** Has something done as soon as the connection is gone, before anybody who waits for an answer hears of it. */
    void beforeClosing(Runnable action) {
        this.beforeClosing = action;
        if (this.closing.get()) {
            action.run();
        }
    }

    /** Completed with the reason when the connection is gone. */
    CompletableFuture<String> closed() {
        return this.closed;
    }

    CompletableFuture<JsonNode> call(RpcRequest request) {
        return call(request, answer -> {});
    }

    CompletableFuture<List<JsonNode>> batch(List<RpcRequest> requests) {
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        List<Object> json = new ArrayList<>();
        for (RpcRequest request : requests) {
            long id = this.lastId.incrementAndGet();
            answers.add(expect(id, request, answer -> {}));
            json.add(request.json(id));
        }
        if (!json.isEmpty()) {
            send(JSON.writeValueAsString(json));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }

    /** Answers the subscription's id; the listener hears all that follows. */
    CompletableFuture<String> subscribe(RpcRequest request, Consumer<JsonNode> listener) {
        return call(request, id -> this.subscriptions.put(id.asString(), listener))
                .thenApply(JsonNode::asString);
    }

    void unsubscribe(String method, String id) {
        this.subscriptions.remove(id);
        call(RpcRequest.of(method, id)).exceptionally(gone -> JSON.createObjectNode());
    }

    /** Sees whether the other side is still there: one that said nothing since the last time is given up. */
    void checkAlive() {
        WebSocket open = this.socket;
        if (!this.heard) {
            close("it has fallen silent");
        } else if (open != null) {
            this.heard = false;
            open.sendPing(ByteBuffer.allocate(0))
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            close("nothing could be sent to it");
                        }
                    });
        }
    }

    void close(String reason) {
        if (!this.closing.compareAndSet(false, true)) {
            return;
        }
        this.beforeClosing.run();
        this.closed.complete(reason);
        WebSocket open = this.socket;
        if (open != null) {
            open.abort();
        }
        this.subscriptions.clear();
        this.pending.values().forEach(waiting -> waiting.fail(lost(reason)));
        this.pending.clear();
    }

    @Override
    public void onOpen(WebSocket opened) {
        this.socket = opened;
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        this.heard = true;
        if (this.message.length() + part.length() > MAX_MESSAGE) {
            close("it sent a message of more than " + (MAX_MESSAGE >> 20) + " MB");
            return null;
        }
        this.message.append(part);
        if (last) {
            String whole = this.message.toString();
            this.message.setLength(0);
            this.message.trimToSize();
            receive(whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer echo) {
        this.heard = true;
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        close("it closed the connection with status " + status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        close(String.valueOf(failure.getMessage()));
    }

    private CompletableFuture<JsonNode> call(RpcRequest request, Consumer<JsonNode> first) {
        long id = this.lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = expect(id, request, first);
        send(JSON.writeValueAsString(request.json(id)));
        return answer;
    }

    private CompletableFuture<JsonNode> expect(
            long id, RpcRequest request, Consumer<JsonNode> first) {
        Pending waiting = new Pending(request.method(), first, new CompletableFuture<>());
        this.pending.put(id, waiting);
        if (this.closed.isDone()) {
            waiting.fail(lost(this.closed.join()));
        }
        return waiting.answer
                .orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> this.pending.remove(id));
    }

    /** One message after the other, as the socket demands. */
    private synchronized void send(String text) {
        WebSocket open = this.socket;
        if (open == null || this.closed.isDone()) {
            return;
        }
        this.lastSend =
                this.lastSend
                        .thenCompose(done -> open.sendText(text, true))
                        .whenComplete((done, failure) -> {
                            if (failure != null) {
                                close("nothing could be sent to it");
                            }
                        });
    }

    private void receive(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isArray()) {
                json.forEach(this::dispatch);
            } else {
                dispatch(json);
            }
        } catch (JacksonException notJson) {
            close("it sent something that is not JSON");
        }
    }

    private void dispatch(JsonNode json) {
        JsonNode id = json.path("id");
        if (id.isIntegralNumber()) {
            Pending waiting = this.pending.remove(id.asLong());
            if (waiting == null) {
                LOG.debug("An answer to nothing came from {}", this.endpoint);
            } else {
                waiting.complete(json);
            }
            return;
        }
        JsonNode params = json.path("params");
        Consumer<JsonNode> listener =
                this.subscriptions.get(params.path("subscription").asString(""));
        if (listener != null && params.has("result")) {
            listener.accept(params.get("result"));
        }
    }

    private ConnectionLostException lost(String reason) {
        return new ConnectionLostException(
                "The connection to the chain at " + this.endpoint + " was lost: " + reason + ".",
                new IOException(reason));
    }

    private record Pending(
            String method, Consumer<JsonNode> first, CompletableFuture<JsonNode> answer) {

        void complete(JsonNode json) {
            JsonNode error = json.get("error");
            JsonNode result = json.get("result");
            if (error != null && !error.isNull()) {
                JsonNode data = error.path("data");
                String detail =
                        error.path("message").asString("")
                                + (data.isMissingNode() || data.isNull()
                                        ? ""
                                        : " (" + data.asString(data.toString()) + ")");
                fail(new RpcException(this.method, error.path("code").asInt(0), shortened(detail)));
            } else if (result == null) {
                fail(new RpcException(this.method, 0, "neither a result nor an error"));
            } else {
                this.first.accept(result);
                this.answer.complete(result);
            }
        }

        void fail(RuntimeException failure) {
            this.answer.completeExceptionally(failure);
        }

        private static String shortened(String detail) {
            return detail.length() <= 300 ? detail : detail.substring(0, 300) + "…";
        }
    }
}
