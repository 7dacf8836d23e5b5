package io.filetao.dashboard.validator;

import io.filetao.dashboard.client.NetworkReadings.ValidatorFile;
import io.filetao.dashboard.client.NetworkReadings;
import io.filetao.dashboard.client.Seen;
import io.filetao.dashboard.view.Freshness;
import io.filetao.dashboard.web.Pages;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Address of the validator's page. */
@Configuration(proxyBeanMethods = false)
class ValidatorRoutes {

    @Bean
    RouterFunction<ServerResponse> validatorPages(NetworkReadings readings, Pages pages) {
        return RouterFunctions.route()
                .GET(
                        "/validator",
                        request -> pages.render(request, "validator", () -> model(readings)))
                .build();
    }

    private static Map<String, Object> model(NetworkReadings readings) {
        Instant now = Instant.now();
        Seen<ValidatorFile> seen = readings.validator();
        Map<String, Object> model = new HashMap<>();
        model.put("freshness", Freshness.of(seen, now));
        ValidatorFile file = seen.value();
        if (file != null) {
            model.put("page", ValidatorPage.of(file, now));
        }
        return model;
    }
}
