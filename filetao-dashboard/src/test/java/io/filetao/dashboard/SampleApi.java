package io.filetao.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An API over real HTTP on loopback whose answers a test chooses. */
final class SampleApi implements AutoCloseable {

    static final String NETWORK =
            """
            {"netuid": 21, "block": 48213, "blockTime": "2026-11-22T18:00:00Z", "epoch": 133, "epochBlock": 214, "tempo": 360,
             "miners": {"total": 9, "answering": 8}, "validators": {"total": 1},
             "storageUsed": 9412345678, "storageLimit": 45000000000,
             "files": {"total": 132, "bytes": 3137448559, "healthy": 120, "degraded": 9, "endangered": 3, "lost": 0},
             "somethingNewer": true}
            """;

    private final HttpServer server;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String network = NETWORK;
    private volatile String miners = miners(9);

    SampleApi() throws IOException {
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        this.server.createContext(
                "/api/v1/network/miners", exchange -> answer(exchange, this.miners));
        this.server.createContext("/api/v1/network", exchange -> answer(exchange, this.network));
        this.server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
    }

    void answersWithStatus(int status) {
        this.status = status;
    }

    void networkIs(String json) {
        this.network = json;
    }

    void minersAre(String json) {
        this.miners = json;
    }

    List<String> authorizations() {
        return this.authorizations;
    }

    /** Miners 0 to {@code count - 1}; the last one no longer answers. */
    static String miners(int count) {
        return IntStream.range(0, count)
                .mapToObj(uid -> miner(uid, uid < count - 1))
                .collect(Collectors.joining(",", "{\"items\": [", "], \"next\": null}"));
    }

    private static String miner(int uid, boolean answering) {
        return """
        {"uid": %d, "hotkey": "5%07dNkTvr4ePmC9wLKqzPQdtNmKJ8bZ6aHs1vBc3XyR%02d", "axon": "127.0.0.1:%d", "tier": "%s", "score": %s,
         "store": {"successes": %d, "attempts": %d}, "challenge": {"successes": %d, "attempts": %d},
         "retrieve": {"successes": %d, "attempts": %d}, "storageUsed": %d, "storageLimit": 5000000000,
         "lastSeen": "2026-11-22T17:59:%02dZ", "answering": %s}\
        """
                .formatted(
                        uid,
                        1234567 + uid * 7919,
                        uid,
                        9101 + uid,
                        uid % 3 == 0 ? "Silver" : "Bronze",
                        0.91 + uid / 120.0,
                        140 + uid,
                        141 + uid,
                        2200 - uid * 31,
                        2200,
                        88 + uid,
                        88 + uid,
                        640_000_000L * (1 + uid % 5),
                        50 + uid,
                        answering);
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            this.authorizations.add(authorization == null ? "" : authorization);
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(this.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        this.server.stop(0);
    }
}
