package io.filetao.dashboard.event;

import io.filetao.dashboard.client.NetworkReadings.Filter;
import io.filetao.dashboard.client.NetworkReadings;
import io.filetao.dashboard.client.Reports.Event;
import io.filetao.dashboard.client.Seen;
import io.filetao.dashboard.view.EventRow;
import io.filetao.dashboard.view.Freshness;
import io.filetao.dashboard.web.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Address of the events. */
@Configuration(proxyBeanMethods = false)
class EventRoutes {

    private static final int SHOWN = 100;
    private static final List<String> TYPES =
            List.of(
                    "challenge",
                    "store",
                    "retrieve",
                    "monitor",
                    "repair",
                    "distribute",
                    "weights",
                    "reset",
                    "expiry",
                    "chore");

    @Bean
    RouterFunction<ServerResponse> eventPages(NetworkReadings readings, Pages pages) {
        return RouterFunctions.route()
                .GET(
                        "/events",
                        request ->
                                pages.render(
                                        request, "events", () -> model(readings, filter(request))))
                .build();
    }

    private static Map<String, Object> model(NetworkReadings readings, Filter filter) {
        Instant now = Instant.now();
        Seen<List<Event>> seen = readings.events(filter, SHOWN);
        return Map.of(
                "freshness",
                Freshness.of(seen, now),
                "events",
                EventRow.of(Objects.requireNonNullElse(seen.value(), List.of()), now),
                "types",
                TYPES,
                "type",
                Objects.requireNonNullElse(filter.type(), ""),
                "outcome",
                filter.success() == null ? "" : filter.success() ? "passed" : "failed",
                "uid",
                filter.uid() == null ? "" : filter.uid().toString());
    }

    /** What the form says; what it cannot say counts as nothing. */
    private static Filter filter(ServerRequest request) {
        String type = request.queryParam("type").orElse("");
        String outcome = request.queryParam("outcome").orElse("");
        String uid = request.queryParam("uid").orElse("").strip();
        return new Filter(
                TYPES.contains(type) ? type : null,
                outcome.equals("passed")
                        ? Boolean.TRUE
                        : outcome.equals("failed") ? Boolean.FALSE : null,
                uid.matches("\\d{1,5}") ? Integer.valueOf(uid) : null);
    }
}
