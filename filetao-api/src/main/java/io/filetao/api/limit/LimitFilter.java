package io.filetao.api.limit;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Keeps each caller within its limits; comes after Spring Security, which knows the caller. */
@Component
@Order(0)
final class LimitFilter implements WebFilter {

    private static final int RETRY_SECONDS = 5;
    private static final PathPattern UPLOAD = pattern("/api/v1/files");
    private static final PathPattern PARTS = pattern("/api/v1/uploads/**");
    private static final PathPattern DOWNLOAD = pattern("/api/v1/files/{cid}");
    private static final PathPattern PROOF = pattern("/api/v1/files/{cid}/proof");
    private static final PathPattern EVENTS = pattern("/api/v1/network/events");

    private final RequestRate rate;
    private final StreamLeases streams;
    private final LimitProperties limits;
    private final Blocking blocking;

    LimitFilter(RequestRate rate, StreamLeases streams, LimitProperties limits, Blocking blocking) {
        this.rate = rate;
        this.streams = streams;
        this.limits = limits;
        this.blocking = blocking;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<ApiCaller> caller = ApiCaller.find(exchange);
        if (caller.isEmpty()) {
            return chain.filter(exchange);
        }
        String name = caller.get().name();
        return isTransfer(exchange)
                ? Mono.usingWhen(
                        this.blocking.call(() -> openStream(name)),
                        _ -> chain.filter(exchange),
                        this::close)
                : this.blocking.call(() -> admit(name)).then(chain.filter(exchange));
    }

    private String admit(String caller) {
        Duration wait = this.rate.take(caller);
        if (wait.isPositive()) {
            throw new ProblemException(
                            ProblemType.RATE_LIMITED,
                            "More than %d requests a second; slow down."
                                    .formatted(this.limits.requestsPerSecond()))
                    .retryAfter(Math.clamp(wait.plusMillis(999).toSeconds(), 1, 3600));
        }
        return caller;
    }

    private String openStream(String caller) {
        admit(caller);
        return this.streams
                .open(caller)
                .orElseThrow(() ->
                        new ProblemException(
                                        ProblemType.TOO_MANY_STREAMS,
                                        "At most %d transfers at once; wait for one to end."
                                                .formatted(this.limits.streams()))
                                .retryAfter(RETRY_SECONDS));
    }

    /** In the background: an answer does not wait for it. */
    private Mono<Void> close(String stream) {
        this.blocking.threads().execute(() -> this.streams.close(stream));
        return Mono.empty();
    }

    private static boolean isTransfer(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        HttpMethod method = exchange.getRequest().getMethod();
        if (method == HttpMethod.POST) {
            return UPLOAD.matches(path) || PARTS.matches(path);
        }
        if (method == HttpMethod.PATCH) {
            return PARTS.matches(path);
        }
        return method == HttpMethod.GET
                && (DOWNLOAD.matches(path) || PROOF.matches(path) || EVENTS.matches(path));
    }

    private static PathPattern pattern(String text) {
        return PathPatternParser.defaultInstance.parse(text);
    }
}
