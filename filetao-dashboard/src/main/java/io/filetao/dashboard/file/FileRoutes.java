package io.filetao.dashboard.file;

import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import io.filetao.dashboard.client.AccountFiles;
import io.filetao.dashboard.client.ApiAwayException;
import io.filetao.dashboard.client.FileGateway;
import io.filetao.dashboard.client.Reports.FileList;
import io.filetao.dashboard.web.Pages;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Addresses of a person's files.
 *
 * <p>A page without a token is a form that asks for one. The script sends the token as a bearer token with each request; a download
 * is the browser's own, so that any size goes straight to the disk, and carries the token in the body of a form. The dashboard
 * keeps it nowhere, and there is no cookie that a foreign page could misuse.
 */
@Configuration(proxyBeanMethods = false)
class FileRoutes {

    private static final String BEARER = "Bearer ";
    private static final int MAX_TOKEN = 4096;

    private final AccountFiles files;
    private final FileGateway gateway;
    private final Pages pages;

    FileRoutes(AccountFiles files, FileGateway gateway, Pages pages) {
        this.files = files;
        this.gateway = gateway;
        this.pages = pages;
    }

    @Bean
    RouterFunction<ServerResponse> filePages() {
        return RouterFunctions.route()
                .GET("/files", request -> this.pages.render(request, "files", () -> list(request)))
                .POST(
                        "/files",
                        request ->
                                direct(
                                        request,
                                        authorization(request),
                                        (token, exchange) ->
                                                this.gateway.store(
                                                        exchange.getRequest(),
                                                        exchange.getResponse(),
                                                        token)))
                .POST(
                        "/uploads",
                        request ->
                                direct(
                                        request,
                                        authorization(request),
                                        (token, exchange) ->
                                                this.gateway.begin(
                                                        exchange.getRequest(),
                                                        exchange.getResponse(),
                                                        token)))
                .route(
                        path("/uploads/{id:[0-9a-f]{32}}")
                                .and(methods(HttpMethod.HEAD, HttpMethod.PATCH, HttpMethod.DELETE)),
                        request ->
                                direct(
                                        request,
                                        authorization(request),
                                        (token, exchange) ->
                                                this.gateway.resume(
                                                        request.pathVariable("id"),
                                                        exchange.getRequest(),
                                                        exchange.getResponse(),
                                                        token)))
                .GET(
                        "/files/{cid}",
                        request -> this.pages.render(request, "file", () -> health(request)))
                .DELETE(
                        "/files/{cid}",
                        request ->
                                direct(
                                        request,
                                        authorization(request),
                                        (token, exchange) ->
                                                this.gateway.delete(
                                                        cid(request),
                                                        token,
                                                        exchange.getResponse())))
                .POST("/files/{cid}/content", request -> download(request, ""))
                .POST("/files/{cid}/proof", request -> download(request, "/proof"))
                .build();
    }

    private Map<String, Object> list(ServerRequest request) {
        Map<String, Object> model = new HashMap<>();
        String token = authorization(request);
        if (token != null) {
            try {
                Instant now = Instant.now();
                FileList page = this.files.list(token, request.queryParam("cursor").orElse(null));
                model.put(
                        "files",
                        page.items().stream().map(file -> FilePages.row(file, now)).toList());
                if (page.next() != null) {
                    model.put("next", page.next());
                }
            } catch (ApiAwayException refused) {
                model.put("trouble", sentence(refused));
            }
        }
        return model;
    }

    private Map<String, Object> health(ServerRequest request) {
        Map<String, Object> model = new HashMap<>();
        model.put("place", "files");
        model.put("cid", cid(request));
        String token = authorization(request);
        if (token != null) {
            try {
                model.put(
                        "page",
                        FilePages.health(this.files.health(token, cid(request)), Instant.now()));
            } catch (ApiAwayException refused) {
                model.put(
                        "trouble",
                        refused.unknown()
                                ? "Your account has no such file; it may have expired or been"
                                        + " deleted."
                                : sentence(refused));
            }
        }
        return model;
    }

    private static String sentence(ApiAwayException refused) {
        return switch (refused.status()) {
            case 401 -> "The API does not know this token; it may have expired or been revoked.";
            case 403 -> "This token may not read files; ask for one with the scope read.";
            default -> String.valueOf(refused.getMessage());
        };
    }

    private Mono<ServerResponse> download(ServerRequest request, String part) {
        return request.exchange()
                .getFormData()
                .flatMap(form -> {
                    String token = form.getFirst("token");
                    return direct(
                            request,
                            token == null ? null : bearer(token),
                            (authorization, exchange) ->
                                    this.gateway.read(
                                            cid(request),
                                            part,
                                            authorization,
                                            exchange.getResponse()));
                });
    }

    /** Lets the gateway write the answer itself. */
    private static Mono<ServerResponse> direct(
            ServerRequest request, @Nullable String token, Passing passing) {
        if (token == null) {
            return ServerResponse.status(HttpStatus.UNAUTHORIZED).build();
        }
        return Mono.just(new DirectResponse(exchange -> passing.pass(token, exchange)));
    }

    private static String cid(ServerRequest request) {
        String cid = request.pathVariable("cid");
        if (!AccountFiles.isCid(cid)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return cid;
    }

    private static @Nullable String authorization(ServerRequest request) {
        String header = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.startsWith(BEARER)
                ? bearer(header.substring(BEARER.length()))
                : null;
    }

    /** Null for what no token can be. */
    private static @Nullable String bearer(String text) {
        String token = text.strip();
        return token.isEmpty()
                        || token.length() > MAX_TOKEN
                        || !token.chars().allMatch(c -> c > ' ' && c < 127)
                ? null
                : BEARER + token;
    }

    /** Passes a request on. */
    @FunctionalInterface
    interface Passing {

        Mono<Void> pass(String authorization, ServerWebExchange exchange);
    }
}
