package io.filetao.cli.localnet;

import io.filetao.cli.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waits until things are as they should be. */
final class Readiness {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private static final JsonMapper MAPPER = new JsonMapper();

    private Readiness() {}

    /** Waits until a node's readiness probe answers 200. */
    static void await(URI node, String name, BooleanSupplier alive, Path log) {
        HttpRequest probe =
                HttpRequest.newBuilder(node.resolve("/actuator/health/readiness"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        await(
                () -> {
                    if (!alive.getAsBoolean()) {
                        throw new CommandException(name + " ended while it started" + why(log));
                    }
                    return answersOk(probe);
                },
                name + " does not become ready" + why(log));
    }

    /** Waits until the API reaches every miner: it follows the chain's announcements a block later. */
    static void awaitMiners(URI api, String token, Set<String> axons, Path directory) {
        HttpRequest miners =
                HttpRequest.newBuilder(api.resolve("/api/v1/network/miners"))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(10))
                        .build();
        await(
                () -> answering(miners).containsAll(axons),
                "The API does not reach every miner; see the logs in " + directory);
    }

    /** Waits until a condition holds; after five minutes it fails with the sentence. */
    static void await(BooleanSupplier condition, String sentence) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(sentence);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CommandException("The start was interrupted", interrupted);
            }
        }
    }

    private static Set<String> answering(HttpRequest miners) {
        try {
            Set<String> axons = new HashSet<>();
            for (JsonNode miner : MAPPER.readTree(body(miners)).path("items")) {
                if (miner.path("answering").asBoolean(false)) {
                    axons.add(miner.path("axon").asString(""));
                }
            }
            return axons;
        } catch (IOException | JacksonException notYet) {
            return Set.of();
        }
    }

    private static String body(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static boolean answersOk(HttpRequest probe) {
        try {
            HttpResponse<Void> response = HTTP.send(probe, BodyHandlers.discarding());
            return response.statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String why(Path log) {
        return Files.exists(log) ? "; its log is " + log : "; see the log of the network";
    }
}
