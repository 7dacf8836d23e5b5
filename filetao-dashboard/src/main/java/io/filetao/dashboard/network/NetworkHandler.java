package io.filetao.dashboard.network;

import io.filetao.dashboard.client.NetworkReadings.Filter;
import io.filetao.dashboard.client.NetworkReadings;
import io.filetao.dashboard.client.NetworkWatch;
import io.filetao.dashboard.client.Reports.Event;
import io.filetao.dashboard.view.EventRow;
import io.filetao.dashboard.web.Pages;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Shows the network at a glance. */
@Component
class NetworkHandler {

    private static final Filter CHALLENGES = new Filter("challenge", null, null);
    private static final int FEED = 7;

    private final NetworkWatch watch;
    private final NetworkReadings readings;
    private final Pages pages;

    NetworkHandler(NetworkWatch watch, NetworkReadings readings, Pages pages) {
        this.watch = watch;
        this.readings = readings;
        this.pages = pages;
    }

    Mono<ServerResponse> page(ServerRequest request) {
        return this.pages.render(request, "network", this::model);
    }

    private Map<String, Object> model() {
        Instant now = Instant.now();
        NetworkPage page = NetworkPage.of(this.watch.look(), now);
        Map<String, Object> model = new HashMap<>();
        model.put("page", page);
        if (page.clock() != null) {
            List<Event> feed = this.readings.events(CHALLENGES, FEED).value();
            model.put("feed", EventRow.of(Objects.requireNonNullElse(feed, List.of()), now));
            model.put("subnets", SubnetGroup.of(page.miners()));
            DetectionDial dial = DetectionDial.of(this.readings.detection().value());
            if (dial != null) {
                model.put("detection", dial);
            }
        }
        return model;
    }
}
