package io.filetao.dashboard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole dashboard on a free port, reading an API of the test's choice. */
final class RunningDashboard implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    RunningDashboard(URI api, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("server.port", 0);
        properties.put("filetao.dashboard.api", api);
        properties.putIfAbsent("filetao.dashboard.refresh", "0s");
        this.context = DashboardApplication.start(properties);
    }

    URI address(String path) {
        return URI.create(
                "http://127.0.0.1:"
                        + this.context.getEnvironment().getProperty("local.server.port")
                        + path);
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path))
                        .header("Accept", "text/html, */*;q=0.8")
                        .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> send(
            String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address(path))
                        .method(method, body)
                        .headers(
                                Stream.concat(Stream.of("Accept", "*/*"), Arrays.stream(headers))
                                        .toArray(String[]::new))
                        .timeout(Duration.ofSeconds(20))
                        .build();
        return this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The lines of a stream that does not end, until the reader has enough. */
    Stream<String> lines(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(path)).build();
        return this.http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }

    /** Packages of everything that runs inside. */
    Stream<String> packages() {
        return Arrays.stream(this.context.getBeanDefinitionNames())
                .map(name -> this.context.getType(name))
                .filter(Objects::nonNull)
                .map(Class::getPackageName);
    }

    @Override
    public void close() {
        this.http.shutdownNow();
        this.context.close();
    }
}
