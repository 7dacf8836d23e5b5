package io.filetao.dashboard.client;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the API; each answer within a time limit and a size limit.
 *
 * <p>Calls block the calling virtual thread and throw {@link ApiAwayException} when there is no usable answer.
 */
final class ApiClient implements AutoCloseable {

    private static final int PAGE = 500;
    private static final int MAX_MINERS = 10_000;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final JsonMapper json = JsonMapper.builder().build();
    private final DashboardProperties properties;

    ApiClient(DashboardProperties properties) {
        this.properties = properties;
    }

    /** The whole network in figures. */
    NetworkReport network() {
        return get("/api/v1/network", NetworkReport.class);
    }

    /** Every miner, ordered as the API orders them. */
    List<MinerReport> miners() {
        List<MinerReport> miners = new ArrayList<>();
        String cursor = "";
        do {
            MinerPage page = get("/api/v1/network/miners?limit=" + PAGE + cursor, MinerPage.class);
            miners.addAll(page.items());
            String next = page.next();
            cursor =
                    next == null
                            ? ""
                            : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty() && miners.size() < MAX_MINERS);
        return List.copyOf(miners);
    }

    /** One of the calls about the network, by what follows {@code /api/v1/network}. */
    <T> T network(String path, Class<T> type) {
        return get("/api/v1/network" + path, type);
    }

    /** One page of a list about the network. */
    <T> List<T> list(String path, Class<T> item) {
        JavaType page =
                this.json.getTypeFactory().constructParametricType(Reports.Page.class, item);
        Reports.Page<T> read = read("/api/v1/network" + path, ownAuthorization(), page);
        return List.copyOf(read.items());
    }

    /** Any call, for whom the header says. */
    <T> T get(String path, @Nullable String authorization, Class<T> type) {
        return read(path, authorization, this.json.constructType(type));
    }

    private <T> T get(String path, Class<T> type) {
        return get(path, ownAuthorization(), type);
    }

    private <T> T read(String path, @Nullable String authorization, JavaType type) {
        HttpResponse<byte[]> answer = send(path, authorization);
        if (answer.statusCode() != 200) {
            throw new ApiAwayException(sentenceFor(answer.statusCode()), answer.statusCode());
        }
        try {
            return this.json.readValue(answer.body(), type);
        } catch (JacksonException ex) {
            throw new ApiAwayException(
                    "The API's answer could not be read; is it of the same version?", ex);
        }
    }

    /** The time limit covers the body too, which {@link HttpRequest.Builder#timeout} does not. */
    private HttpResponse<byte[]> send(String path, @Nullable String authorization) {
        CompletableFuture<HttpResponse<byte[]>> call =
                this.http.sendAsync(
                        request(path, authorization),
                        BodyHandlers.limiting(
                                BodyHandlers.ofByteArray(), this.properties.maxAnswer().toBytes()));
        try {
            return call.get(this.properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException ex) {
            throw new ApiAwayException("The API did not answer in time.", ex);
        } catch (ExecutionException ex) {
            throw new ApiAwayException("The API cannot be reached.", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new ApiAwayException("The dashboard is stopping.", ex);
        } finally {
            call.cancel(true);
        }
    }

    private HttpRequest request(String path, @Nullable String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base() + path))
                        .header("Accept", "application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private @Nullable String ownAuthorization() {
        String token = this.properties.token();
        return token == null || token.isBlank() ? null : "Bearer " + token;
    }

    private String base() {
        return this.properties.api().toString().replaceFirst("/+$", "");
    }

    private static String sentenceFor(int status) {
        return switch (status) {
            case 401, 403 ->
                    "The API does not admit this dashboard; give it a token in"
                            + " filetao.dashboard.token.";
            case 404 -> "The API knows no such thing.";
            case 429 -> "The API asks for patience: too many requests.";
            case 503 -> "The API is not ready yet.";
            default -> "The API answered with status " + status + ".";
        };
    }

    @Override
    public void close() {
        this.http.shutdownNow();
    }

    /** One page of {@code GET /api/v1/network/miners}. */
    private record MinerPage(List<MinerReport> items, @Nullable String next) {}
}
