package io.filetao.dashboard.network;

import io.filetao.dashboard.client.NetworkWatch;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Shows the network: the whole page, or the part of it that keeps itself up to date. */
@Component
class NetworkHandler {

    private final NetworkWatch watch;
    private final Scheduler virtualThreads;

    NetworkHandler(NetworkWatch watch, Scheduler virtualThreads) {
        this.watch = watch;
        this.virtualThreads = virtualThreads;
    }

    Mono<ServerResponse> page(ServerRequest request) {
        return render("network");
    }

    Mono<ServerResponse> live(ServerRequest request) {
        return render("network :: live");
    }

    private Mono<ServerResponse> render(String view) {
        return Mono.fromCallable(() -> NetworkPage.of(this.watch.look(), Instant.now()))
                .subscribeOn(this.virtualThreads)
                .flatMap(page ->
                        ServerResponse.ok()
                                .contentType(MediaType.TEXT_HTML)
                                .cacheControl(CacheControl.noStore())
                                .render(view, Map.of("page", page)));
    }
}
