package io.filetao.api.upload;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Names the protocol's version on every answer about uploads, refusals too. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TusFilter implements WebFilter {

    private static final PathPattern UPLOADS =
            PathPatternParser.defaultInstance.parse(UploadController.PATH + "/**");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (UPLOADS.matches(path)) {
            exchange.getResponse()
                    .beforeCommit(() ->
                            Mono.fromRunnable(() ->
                                    exchange.getResponse()
                                            .getHeaders()
                                            .set(Tus.RESUMABLE, Tus.PROTOCOL)));
        }
        return chain.filter(exchange);
    }
}
