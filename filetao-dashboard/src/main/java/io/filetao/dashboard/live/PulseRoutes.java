package io.filetao.dashboard.live;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Address of the beats. */
@Configuration(proxyBeanMethods = false)
class PulseRoutes {

    @Bean
    RouterFunction<ServerResponse> livePages(Pulse pulse) {
        return RouterFunctions.route()
                .GET(
                        "/pulse",
                        _ ->
                                pulse.isFull()
                                        ? ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                                                .build()
                                        : ServerResponse.ok()
                                                .contentType(MediaType.TEXT_EVENT_STREAM)
                                                .cacheControl(CacheControl.noStore())
                                                .body(
                                                        BodyInserters.fromPublisher(
                                                                pulse.beats(),
                                                                new ParameterizedTypeReference<
                                                                        ServerSentEvent<
                                                                                String>>() {})))
                .build();
    }
}
