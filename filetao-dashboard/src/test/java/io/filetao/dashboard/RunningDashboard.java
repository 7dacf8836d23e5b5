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

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address(path))
                        .header("Accept", "text/html, */*;q=0.8")
                        .timeout(Duration.ofSeconds(20))
                        .build();
        return this.http.send(request, HttpResponse.BodyHandlers.ofString());
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
        this.http.close();
        this.context.close();
    }
}
