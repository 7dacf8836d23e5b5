package io.filetao.validator.experiment;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two calls of Weights and Biases that a run needs: make it, by GraphQL, and add rows to its history. The key goes into the header
 * and nowhere else.
 */
final class WandbClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_ANSWER = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String UPSERT =
            """
            mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString, $notes: String, $tags: [String!]) {
              upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config, notes: $notes, tags: $tags}) {
                bucket { id name project { name entity { name } } }
              }
            }\
            """;

    private final URI url;
    private final String authorization;
    private final ExperimentProperties properties;
    private final HttpClient http;

    WandbClient(URI url, String key, ExperimentProperties properties) {
        this.url = url;
        this.authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        ("api:" + key.strip()).getBytes(StandardCharsets.UTF_8));
        this.properties = properties;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * Makes a run.
     *
     * @param config name and value of what it is made with
     * @return the account that it belongs to
     */
    String create(String run, Map<String, Object> config, List<String> tags) throws IOException {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        config.forEach((name, value) -> wrapped.put(name, Map.of("value", value)));
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("name", run);
        variables.put("project", this.properties.project());
        String entity = this.properties.entity();
        variables.put("entity", entity.isBlank() ? null : entity);
        variables.put("config", JSON.writeValueAsString(wrapped));
        variables.put("notes", this.properties.notes());
        variables.put("tags", tags);
        JsonNode answer = post("/graphql", Map.of("query", UPSERT, "variables", variables));
        JsonNode owner = answer.at("/data/upsertBucket/bucket/project/entity/name");
        if (!owner.isString()) {
            throw new IOException(
                    "The run was not made; look at project, entity and key: "
                            + answer.path("errors").path(0).path("message").asString(""));
        }
        return owner.asString();
    }

    /**
     * Adds rows to a run's history.
     *
     * @param offset number of the first of them
     * @param complete whether the run is over
     */
    void log(
            String entity,
            String run,
            int offset,
            List<String> lines,
            String summary,
            boolean complete)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "files",
                Map.of(
                        Run.HISTORY, Map.of("offset", offset, "content", lines),
                        Run.SUMMARY, Map.of("offset", 0, "content", List.of(summary))));
        body.put("complete", complete);
        if (complete) {
            body.put("exitcode", 0);
        }
        post(
                "/files/%s/%s/%s/file_stream"
                        .formatted(
                                encoded(entity), encoded(this.properties.project()), encoded(run)),
                body);
    }

    @Override
    public void close() {
        this.http.shutdownNow();
    }

    private JsonNode post(String path, Map<String, Object> body) throws IOException {
        String base = this.url.toString().replaceAll("/+$", "");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(TIMEOUT)
                        .header("Authorization", this.authorization)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "filetao")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        // A time limit of its own, since the request's ends with the head of the answer.
        CompletableFuture<HttpResponse<byte[]>> exchange =
                this.http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            HttpResponse<byte[]> response = exchange.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() / 100 != 2) {
                throw new IOException("It answered with status " + response.statusCode());
            }
            byte[] bytes = response.body();
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (JacksonException noJson) {
            throw new IOException("It answered something else than JSON", noJson);
        } catch (ExecutionException failure) {
            throw new IOException("It could not be asked: " + failure.getCause(), failure);
        } catch (TimeoutException late) {
            throw new IOException("It took longer than " + TIMEOUT.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while sending").initCause(interrupted);
        } finally {
            exchange.cancel(true);
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
