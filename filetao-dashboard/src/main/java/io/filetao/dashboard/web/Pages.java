package io.filetao.dashboard.web;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Renders pages: whole ones, or only the part that keeps itself up to date, for the script that asks with the header
 * {@value #PART}.
 */
@Component
public final class Pages {

    /** Sent by the script; its value is the name of the fragment. */
    static final String PART = "Filetao-Part";

    private final Scheduler virtualThreads;

    Pages(Scheduler virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    /**
     * Renders a page.
     *
     * @param view name of the template, and of the place in the navigation
     * @param page reads what the page shows; may block
     */
    public Mono<ServerResponse> render(
            ServerRequest request, String view, Supplier<Map<String, Object>> page) {
        return Mono.fromSupplier(page)
                .subscribeOn(this.virtualThreads)
                .flatMap(model -> {
                    Map<String, Object> all = new HashMap<>(model);
                    all.putIfAbsent("place", view);
                    boolean part = "live".equals(request.headers().firstHeader(PART));
                    return ServerResponse.ok()
                            .contentType(MediaType.TEXT_HTML)
                            .cacheControl(CacheControl.noStore())
                            .header(HttpHeaders.VARY, PART)
                            .render(part ? view + " :: live" : view, all);
                });
    }
}
