package io.filetao.common.chain.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.filetao.common.chain.ChainException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link LocalChain} over HTTP, one virtual thread per request.
 *
 * <p>{@code GET /v1/genesis}, {@code /v1/head}, {@code /v1/finalized}, {@code /v1/blocks/{number}},
 * {@code /v1/subnets/{netuid}/metagraph}, {@code …/hyperparameters}, {@code …/weights}; {@code POST /v1/calls} takes a signed
 * transaction. Errors are problem details whose {@code type} ends with the rule that refused.
 */
public final class LocalChainServer implements AutoCloseable {

    static final int MAX_CALL_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(LocalChainServer.class);
    private static final Pattern BLOCK = Pattern.compile("/v1/blocks/(\\d{1,18})");
    private static final Pattern SUBNET =
            Pattern.compile("/v1/subnets/(\\d{1,5})/(metagraph|hyperparameters|weights)");

    static {
        // The JDK's server reads these once: a slow or silent client is cut off, small answers are
        // not held back.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final LocalChain chain;
    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    private LocalChainServer(LocalChain chain, HttpServer server) {
        this.chain = chain;
        this.server = server;
    }

    /**
     * Starts serving; closing the server closes the chain as well.
     *
     * @param host address to listen on
     * @param port 0 for a free one
     */
    public static LocalChainServer start(LocalChain chain, InetAddress host, int port) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 64);
            LocalChainServer server = new LocalChainServer(chain, http);
            http.setExecutor(server.requests);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException failure) {
            chain.close();
            throw new ChainException(
                    "The chain cannot listen on port " + port + ": " + failure.getMessage(),
                    failure);
        }
    }

    /** Where it serves, for instance {@code http://127.0.0.1:9944}. */
    public URI url() {
        InetSocketAddress address = this.server.getAddress();
        return URI.create(
                "http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    @Override
    public void close() {
        this.server.stop(0);
        this.requests.close();
        this.chain.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = LocalChainJson.MAPPER.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.status() < 400
                                    ? "application/json"
                                    : "application/problem+json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) {
        try {
            return switch (exchange.getRequestMethod()) {
                case "GET" ->
                        read(exchange.getRequestURI().getPath())
                                .map(body -> new Answer(200, body))
                                .orElseGet(
                                        () -> Answer.problem(404, "not-found", "Nothing is here."));
                case "POST" -> submit(exchange);
                default -> Answer.problem(405, "method-not-allowed", "Use GET or POST.");
            };
        } catch (RefusedCallException refused) {
            return Answer.problem(422, refused.rule(), String.valueOf(refused.getMessage()));
        } catch (IOException | RuntimeException failure) {
            LOG.warn("A request failed: path={}", exchange.getRequestURI().getPath(), failure);
            return Answer.problem(500, "internal-error", "The chain failed; its log says why.");
        }
    }

    private Optional<Object> read(String path) {
        Matcher block = BLOCK.matcher(path);
        if (block.matches()) {
            return this.chain.block(Long.parseLong(block.group(1))).map(found -> found);
        }
        Matcher subnet = SUBNET.matcher(path);
        if (subnet.matches()) {
            int netuid = Integer.parseInt(subnet.group(1));
            return Optional.of(
                    switch (subnet.group(2)) {
                        case "metagraph" -> this.chain.metagraph(netuid);
                        case "weights" -> this.chain.weights(netuid);
                        default -> this.chain.hyperparameters();
                    });
        }
        return switch (path) {
            case "/v1/genesis" -> Optional.of(this.chain.genesis());
            case "/v1/head" -> Optional.of(this.chain.head());
            case "/v1/finalized" -> Optional.of(this.chain.finalizedHead());
            default -> Optional.empty();
        };
    }

    private Answer submit(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/v1/calls")) {
            return Answer.problem(404, "not-found", "Calls go to /v1/calls.");
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(MAX_CALL_BYTES + 1);
        }
        if (body.length > MAX_CALL_BYTES) {
            return Answer.problem(
                    413, "too-large", "A call has at most " + MAX_CALL_BYTES + " bytes.");
        }
        SignedTransaction transaction;
        try {
            transaction = LocalChainJson.MAPPER.readValue(body, SignedTransaction.class);
        } catch (RuntimeException malformed) {
            return Answer.problem(400, "malformed", "The call cannot be read.");
        }
        return new Answer(200, Map.of("uid", this.chain.submit(transaction)));
    }

    private record Answer(int status, Object body) {

        static Answer problem(int status, String rule, String detail) {
            return new Answer(
                    status, new Problem("urn:filetao:local-chain:" + rule, status, detail));
        }
    }

    /** An error as RFC 9457 writes it. */
    record Problem(String type, int status, String detail) {}
}
