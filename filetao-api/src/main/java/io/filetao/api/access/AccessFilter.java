package io.filetao.api.access;

import io.filetao.api.web.Blocking;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets only admitted requests through to the API, before anything of their body is asked for. */
@Component
@Order(0)
final class AccessFilter implements WebFilter {

    private final Access access;
    private final Blocking blocking;

    AccessFilter(Access access, Blocking blocking) {
        this.access = access;
        this.blocking = blocking;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().value().startsWith("/api/")) {
            return chain.filter(exchange);
        }
        return this.blocking
                .call(() -> this.access.admit(exchange.getRequest()))
                .flatMap(caller -> {
                    caller.attachTo(exchange);
                    return chain.filter(exchange);
                });
    }
}
