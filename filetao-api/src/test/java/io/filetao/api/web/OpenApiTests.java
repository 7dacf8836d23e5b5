package io.filetao.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.api.file.ApiTestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description that the API serves, and its copy in the documentation, which {@code npx @redocly/cli lint} finds nothing wrong
 * with.
 *
 * <p>{@code mvn -pl filetao-api -am test -Dtest=OpenApiTests -Dfiletao.openapi.write=true} writes the copy anew.
 */
class OpenApiTests {

    private static final Path COPY = Path.of("..", "docs", "openapi.yaml");
    private static final Set<String> METHODS =
            Set.of("get", "head", "post", "put", "patch", "delete");

    @TempDir static Path directory;
    private static ApiTestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ApiTestServer(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theCopyIsWhatIsServed() throws Exception {
        String served = get("/v3/api-docs.yaml");
        if (Boolean.getBoolean("filetao.openapi.write")) {
            Files.writeString(COPY, served);
        }

        assertThat(served)
                .as("write docs/openapi.yaml anew, see the class comment")
                .isEqualTo(Files.readString(COPY));
    }

    @Test
    void everyOperationIsNamedExplainedAndSaysHowItIsRefused() throws Exception {
        JsonNode api = new JsonMapper().readTree(get("/v3/api-docs"));
        Set<String> names = new HashSet<>();

        assertThat(api.path("openapi").asString()).startsWith("3.1");
        api.path("paths")
                .forEachEntry((path, item) ->
                        item.forEachEntry((method, operation) -> {
                            if (METHODS.contains(method)) {
                                check(method + " " + path, method, operation, names);
                            }
                        }));
        assertThat(api.path("components").path("schemas").has("Problem")).isTrue();
        assertThat(names).contains("storeFile", "readFile", "listFiles", "grantToken");
    }

    @Test
    void everyKindOfRefusalIsInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "api.md"));

        for (ProblemType problem : ProblemType.values()) {
            assertThat(page).contains("| `" + problem.slug() + "` | " + problem.status() + " | ");
        }
    }

    @Test
    void aPageToTryItIsServed() throws Exception {
        assertThat(get("/webjars/swagger-ui/index.html")).contains("swagger-ui");
    }

    private static void check(String call, String method, JsonNode operation, Set<String> names) {
        assertThat(operation.path("summary").asString("")).as(call).isNotBlank();
        assertThat(operation.path("description").asString("")).as(call).isNotBlank();
        assertThat(operation.path("tags")).as(call).hasSize(1);
        assertThat(names.add(operation.path("operationId").asString(""))).as(call).isTrue();
        JsonNode responses = operation.path("responses");
        for (String status : List.of("400", "401", "403", "429", "500", "503")) {
            assertThat(responses.has(status)).as(call + " " + status).isTrue();
        }
        responses.forEachEntry((status, response) -> {
            assertThat(response.path("description").asString("")).as(call + status).isNotBlank();
            if (status.charAt(0) >= '4' && !method.equals("head")) {
                assertThat(
                                response.path("content")
                                        .path("application/problem+json")
                                        .path("examples"))
                        .as(call + " " + status)
                        .isNotEmpty();
            }
        });
    }

    private static String get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
        }
    }
}
