package io.filetao.dashboard;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An API over real HTTP on loopback whose answers a test chooses. */
final class SampleApi implements AutoCloseable {

    /** Token of the person who owns the files here. */
    static final String PERSON = "a-token-of-my-own";

    static final String CID = "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu";

    static final String NETWORK =
            """
            {"netuid": 21, "block": 48213, "blockTime": "2026-11-22T18:00:00Z", "epoch": 133, "epochBlock": 214, "tempo": 360,
             "miners": {"total": 9, "answering": 8}, "validators": {"total": 1},
             "storageUsed": 9412345678, "storageLimit": 45000000000,
             "files": {"total": 132, "bytes": 3137448559, "healthy": 120, "degraded": 9, "endangered": 3, "lost": 0},
             "somethingNewer": true}
            """;

    private static final String TIERS =
            """
            {"items": [{"name": "Gold", "storageLimit": 200000, "minScore": 0.65, "minSuccesses": 2000, "factor": 0.7},
             {"name": "Silver", "storageLimit": 50000, "minScore": 0.6, "minSuccesses": 500, "factor": 0.65},
             {"name": "Bronze", "storageLimit": 10000, "minScore": 0, "minSuccesses": 0, "factor": 0.6}], "next": null}
            """;
    private static final String DETECTION =
            """
            {"confidence": 0.99, "challengesPerHour": 118.2, "sweepsPerHour": 0.83, "items": [
             {"loss": 0.001, "seconds": 1383.5}, {"loss": 0.01, "seconds": 138.2}, {"loss": 0.1, "seconds": 13.1}]}
            """;
    private static final String DUTIES =
            """
            {"items": [{"name": "challenge", "lastRun": "%1$s", "block": 48210, "success": true, "seconds": 0.42, "handled": 9,
              "failed": 1, "reason": null, "runs": 40, "failures": 0, "everyBlocks": 3},
             {"name": "weights", "lastRun": "%1$s", "block": 48100, "success": false, "seconds": 12.1, "handled": null,
              "failed": null, "reason": "The chain did not answer", "runs": 2, "failures": 1, "everyBlocks": 360}], "next": null}
            """;
    private static final String VALIDATORS =
            """
            {"items": [{"uid": 0, "hotkey": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "coldkey": null, "stake": 1000,
             "axon": "127.0.0.1:8091", "lastUpdate": 48100}], "next": null}
            """;
    private static final String HEALTH =
            """
            {"cid": "%s", "status": "degraded", "checkedAt": "%2$s", "segments": [{"index": 0, "k": 2, "n": 4, "proven": 2, "shards": [
             {"number": 0, "hotkey": "%3$s", "uid": 0, "status": "proven", "lastProof": "%2$s", "reason": null},
             {"number": 1, "hotkey": "%3$s", "uid": 1, "status": "stale", "lastProof": "2026-01-01T00:00:00Z", "reason": "The last proof is old"},
             {"number": 2, "hotkey": "%3$s", "uid": 2, "status": "failed", "lastProof": null, "reason": "It did not prove"},
             {"number": 3, "hotkey": null, "uid": null, "status": "missing", "lastProof": null, "reason": "Nobody holds it"}]}]}
            """;

    private final HttpServer server;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> fileAuthorizations = new CopyOnWriteArrayList<>();
    private final Map<String, Stored> files = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private volatile String network = NETWORK;
    private volatile String miners = miners(9);

    /** A file as it came. */
    record Stored(byte[] bytes, String type, String disposition) {}

    SampleApi() throws IOException {
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        this.server.createContext("/api/v1/network", this::network);
        this.server.createContext("/api/v1/files", this::files);
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

    /** Those of calls about files. */
    List<String> fileAuthorizations() {
        return this.fileAuthorizations;
    }

    /** What was stored under an identifier; null when nothing was. */
    Stored stored(String cid) {
        return this.files.get(cid);
    }

    void store(String name, byte[] bytes) {
        this.files.put(CID, new Stored(bytes, "text/plain", "attachment; filename=" + name));
    }

    void forgetFiles() {
        this.files.clear();
    }

    /** Miners 0 to {@code count - 1}; the last one no longer answers. */
    static String miners(int count) {
        return IntStream.range(0, count)
                .mapToObj(uid -> miner(uid, uid < count - 1))
                .collect(Collectors.joining(",", "{\"items\": [", "], \"next\": null}"));
    }

    static String hotkey(int uid) {
        return "5%07dNkTvr4ePmC9wLKqzPQdtNmKJ8bZ6aHs1vBc3XyR%02d"
                .formatted(1234567 + uid * 7919, uid)
                .replace('0', '9');
    }

    private static String miner(int uid, boolean answering) {
        return """
        {"uid": %d, "hotkey": "%s", "axon": "127.0.0.1:%d", "tier": "%s", "score": %s, "scoreLowerBound95": 0.71,
         "store": {"successes": %d, "attempts": %d}, "challenge": {"successes": %d, "attempts": %d},
         "retrieve": {"successes": %d, "attempts": %d}, "totalSuccesses": %d, "storageUsed": %d, "storageLimit": 5000000000,
         "reward": 0.41, "lastSeen": "2026-11-22T17:59:%02dZ", "answering": %s}\
        """
                .formatted(
                        uid,
                        hotkey(uid),
                        9101 + uid,
                        uid % 3 == 0 ? "Silver" : "Bronze",
                        0.91 + uid / 120.0,
                        140 + uid,
                        141 + uid,
                        2200 - uid * 31,
                        2200,
                        88 + uid,
                        88 + uid,
                        400 + uid,
                        640_000_000L * (1 + uid % 5),
                        50 + uid,
                        answering);
    }

    private static String events(String query) {
        return IntStream.range(0, 24)
                .filter(i -> !query.contains("success=false") || i % 5 == 4)
                .mapToObj(SampleApi::event)
                .collect(Collectors.joining(",", "{\"items\": [", "], \"next\": null}"));
    }

    private static String event(int i) {
        return """
        {"id": "e%d", "time": "%s", "block": %d, "type": "%s", "uid": %d, "hotkey": "%s", "tier": "Bronze", "success": %s,
         "reason": %s, "seconds": %s, "bytes": 262144, "reward": %s, "score": %s}\
        """
                .formatted(
                        i,
                        Instant.now().minusSeconds(3L * i),
                        48213 - i,
                        i % 3 == 0 ? "retrieve" : "challenge",
                        i % 9,
                        hotkey(i % 9),
                        i % 5 != 4,
                        i % 5 == 4 ? "\"It did not prove the shard\"" : "null",
                        0.02 + i / 100.0,
                        i % 5 == 4 ? "-0.03" : "0.6",
                        0.5 - i / 100.0);
    }

    private void network(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/v1/network".length());
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String now = Instant.now().toString();
        if (path.startsWith("/miners/") && path.endsWith("/events")) {
            answer(exchange, events(query));
        } else if (path.startsWith("/miners/")) {
            int uid =
                    IntStream.range(0, 9)
                            .filter(i -> path.endsWith(hotkey(i)))
                            .findFirst()
                            .orElse(-1);
            answer(exchange, uid < 0 ? 404 : this.status, uid < 0 ? "{}" : miner(uid, uid < 8));
        } else {
            answer(
                    exchange,
                    switch (path) {
                        case "" -> this.network;
                        case "/miners" -> this.miners;
                        case "/tiers" -> TIERS;
                        case "/detection" -> DETECTION;
                        case "/duties" -> DUTIES.formatted(now);
                        case "/validators" -> VALIDATORS;
                        case "/repair" -> "{\"ready\": 1, \"later\": 2, \"leased\": 1}";
                        case "/weights" ->
                                "{\"setAt\": \"%s\", \"block\": 48100, \"items\": [{\"uid\": 3, \"hotkey\": \"%s\", \"weight\": 65535, \"share\": 1.0}]}"
                                        .formatted(now, hotkey(3));
                        case "/events/newest" -> events(query);
                        default -> "{}";
                    });
        }
    }

    private void files(HttpExchange exchange) throws IOException {
        String rest = exchange.getRequestURI().getPath().substring("/api/v1/files".length());
        String authorization =
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        this.fileAuthorizations.add(authorization);
        if (!authorization.equals("Bearer " + PERSON)) {
            answer(exchange, 401, "{\"detail\": \"The token is unknown.\"}");
        } else if (rest.endsWith("/health")) {
            answer(exchange, HEALTH.formatted(CID, Instant.now().toString(), hotkey(2)));
        } else if (exchange.getRequestMethod().equals("POST")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            this.files.put(
                    CID,
                    new Stored(
                            bytes,
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            exchange.getRequestHeaders().getFirst("Content-Disposition")));
            answer(exchange, 201, "{\"cid\": \"" + CID + "\", \"size\": " + bytes.length + "}");
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            this.files.remove(CID);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (rest.isEmpty()) {
            answer(exchange, list());
        } else {
            bytes(exchange);
        }
    }

    private String list() {
        return this.files.entrySet().stream()
                .map(file ->
                        """
                        {"cid": "%s", "size": %d, "name": "notes.txt", "contentType": "%s", "payload": null,
                         "createdAt": "2026-11-22T17:59:00Z", "expiresAt": "2126-11-22T17:59:00Z"}\
                        """
                                .formatted(
                                        file.getKey(),
                                        file.getValue().bytes().length,
                                        file.getValue().type()))
                .collect(Collectors.joining(",", "{\"items\": [", "], \"next\": null}"));
    }

    private void bytes(HttpExchange exchange) throws IOException {
        Stored file = this.files.get(CID);
        if (file == null) {
            answer(exchange, 404, "{\"detail\": \"There is no such file.\"}");
            return;
        }
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", file.type());
            exchange.getResponseHeaders()
                    .set("Content-Disposition", "attachment; filename=\"notes.txt\"");
            exchange.getResponseHeaders().set("Set-Cookie", "no=business");
            exchange.sendResponseHeaders(200, file.bytes().length);
            exchange.getResponseBody().write(file.bytes());
        }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        answer(exchange, this.status, json);
    }

    private void answer(HttpExchange exchange, int code, String json) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            this.authorizations.add(authorization == null ? "" : authorization);
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        this.server.stop(0);
    }
}
