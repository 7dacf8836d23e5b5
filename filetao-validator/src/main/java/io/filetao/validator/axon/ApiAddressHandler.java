package io.filetao.validator.axon;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Tells users, who know the validator from the chain, where its API node is: {@code {"api": "https://…"}}, or 404 when it has none.
 * The only call that needs no signature; it says what the operator made public.
 */
final class ApiAddressHandler {

    private final @Nullable URI api;

    ApiAddressHandler(@Nullable URI api) {
        this.api = api;
    }

    Mono<ServerResponse> answer(ServerRequest request) {
        return this.api == null
                ? ServerResponse.notFound().build()
                : ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of("api", this.api.toString()));
    }
}
