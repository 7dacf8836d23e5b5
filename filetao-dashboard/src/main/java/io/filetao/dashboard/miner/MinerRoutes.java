package io.filetao.dashboard.miner;

import io.filetao.dashboard.client.ApiAwayException;
import io.filetao.dashboard.client.NetworkReadings.MinerFile;
import io.filetao.dashboard.client.NetworkReadings;
import io.filetao.dashboard.client.Seen;
import io.filetao.dashboard.view.Freshness;
import io.filetao.dashboard.web.Pages;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Address of a miner's page. */
@Configuration(proxyBeanMethods = false)
class MinerRoutes {

    @Bean
    RouterFunction<ServerResponse> minerPages(NetworkReadings readings, Pages pages) {
        return RouterFunctions.route()
                .GET(
                        "/miners/{hotkey}",
                        request ->
                                pages.render(
                                                request,
                                                "miner",
                                                () ->
                                                        model(
                                                                readings,
                                                                request.pathVariable("hotkey")))
                                        .onErrorResume(
                                                ApiAwayException.class,
                                                _ ->
                                                        Mono.error(
                                                                new ResponseStatusException(
                                                                        HttpStatus.NOT_FOUND))))
                .build();
    }

    private static Map<String, Object> model(NetworkReadings readings, String hotkey) {
        Instant now = Instant.now();
        Seen<MinerFile> seen = readings.miner(hotkey);
        Map<String, Object> model = new HashMap<>();
        model.put("place", "network");
        model.put("freshness", Freshness.of(seen, now));
        MinerFile file = seen.value();
        if (file != null) {
            model.put("page", MinerPage.of(file, now));
        }
        return model;
    }
}
