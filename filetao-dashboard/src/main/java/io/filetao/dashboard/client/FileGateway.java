package io.filetao.dashboard.client;

import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Passes a person's uploads, downloads and deletions on to the API, as streams, with that person's token and never with the
 * dashboard's.
 *
 * <p>So a page talks to its own origin only: the API needs no CORS, and the content security policy needs no exception. Only named
 * headers go through, in either direction. A transfer that stands still is ended.
 */
public final class FileGateway {

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int CONNECT_MILLIS = 3_000;
    private static final List<String> TO_API =
            List.of(
                    HttpHeaders.CONTENT_TYPE,
                    HttpHeaders.CONTENT_LENGTH,
                    HttpHeaders.CONTENT_DISPOSITION,
                    HttpHeaders.RANGE,
                    "Filetao-Ttl",
                    "Tus-Resumable",
                    "Upload-Length",
                    "Upload-Offset",
                    "Upload-Metadata");
    private static final List<String> TO_PERSON =
            List.of(
                    HttpHeaders.CONTENT_TYPE,
                    HttpHeaders.CONTENT_LENGTH,
                    HttpHeaders.CONTENT_RANGE,
                    HttpHeaders.CONTENT_DISPOSITION,
                    HttpHeaders.RETRY_AFTER,
                    HttpHeaders.ETAG,
                    "Filetao-Cid",
                    "Tus-Resumable",
                    "Upload-Length",
                    "Upload-Offset",
                    "Upload-Expires");

    private static final String UPLOADS = "/api/v1/uploads";
    private static final Pattern UPLOAD = Pattern.compile(UPLOADS + "/([0-9a-f]{32})");

    private final WebClient api;

    FileGateway(DashboardProperties properties, ReactorResourceFactory loops) {
        HttpClient http =
                HttpClient.create(Objects.requireNonNull(loops.getConnectionProvider()))
                        .runOn(Objects.requireNonNull(loops.getLoopResources()))
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .responseTimeout(IDLE);
        this.api =
                WebClient.builder()
                        .clientConnector(new ReactorClientHttpConnector(http))
                        .exchangeStrategies(ExchangeStrategies.withDefaults())
                        .baseUrl(properties.api().toString().replaceFirst("/+$", ""))
                        .build();
    }

    /** Sends the body of a request to the API as a new file. */
    public Mono<Void> store(ServerHttpRequest from, ServerHttpResponse to, String authorization) {
        return pass(
                HttpMethod.POST,
                "/api/v1/files",
                authorization,
                from.getHeaders(),
                from.getBody().timeout(IDLE),
                to);
    }

    /** Begins an upload that can be resumed; the answer names its address here. */
    public Mono<Void> begin(ServerHttpRequest from, ServerHttpResponse to, String authorization) {
        return pass(HttpMethod.POST, UPLOADS, authorization, from.getHeaders(), from.getBody(), to);
    }

    /** Passes on what is asked of such an upload: where it stands, a further part, or its end. */
    public Mono<Void> resume(
            String id, ServerHttpRequest from, ServerHttpResponse to, String authorization) {
        HttpMethod method = from.getMethod();
        return pass(
                method,
                UPLOADS + "/" + id,
                authorization,
                from.getHeaders(),
                method == HttpMethod.PATCH ? from.getBody().timeout(IDLE) : null,
                to);
    }

    /**
     * Sends a file, or its proofs, to a person.
     *
     * @param part empty for the file, {@code /proof} for its proofs
     */
    public Mono<Void> read(String cid, String part, String authorization, ServerHttpResponse to) {
        return pass(HttpMethod.GET, file(cid) + part, authorization, HttpHeaders.EMPTY, null, to);
    }

    /** Ends the account's claim on a file. */
    public Mono<Void> delete(String cid, String authorization, ServerHttpResponse to) {
        return pass(HttpMethod.DELETE, file(cid), authorization, HttpHeaders.EMPTY, null, to);
    }

    private static String file(String cid) {
        if (!AccountFiles.isCid(cid)) {
            throw new ApiAwayException("That is not a file's identifier.", 404);
        }
        return "/api/v1/files/" + cid;
    }

    private Mono<Void> pass(
            HttpMethod method,
            String path,
            String authorization,
            HttpHeaders sent,
            @Nullable Flux<DataBuffer> body,
            ServerHttpResponse to) {
        WebClient.RequestBodySpec request =
                this.api
                        .method(method)
                        .uri(path)
                        .header(HttpHeaders.AUTHORIZATION, authorization)
                        .headers(headers -> copy(TO_API, sent, headers));
        return (body == null ? request : request.body(BodyInserters.fromDataBuffers(body)))
                .exchangeToMono(answer -> answer(answer, to).thenReturn(true))
                .then()
                .onErrorResume(
                        WebClientRequestException.class,
                        away -> to.isCommitted() ? Mono.error(away) : away(to));
    }

    private static Mono<Void> answer(ClientResponse answer, ServerHttpResponse to) {
        to.setStatusCode(answer.statusCode());
        copy(TO_PERSON, answer.headers().asHttpHeaders(), to.getHeaders());
        String location = answer.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION);
        Matcher upload = UPLOAD.matcher(location == null ? "" : location);
        if (upload.matches()) {
            to.getHeaders().set(HttpHeaders.LOCATION, "/uploads/" + upload.group(1));
        }
        to.getHeaders().setCacheControl("no-store");
        return to.writeWith(answer.bodyToFlux(DataBuffer.class).timeout(IDLE));
    }

    private static Mono<Void> away(ServerHttpResponse to) {
        to.setStatusCode(HttpStatus.BAD_GATEWAY);
        to.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] problem =
                "{\"title\":\"Bad gateway\",\"status\":502,\"detail\":\"The API cannot be reached; try again later.\"}"
                        .getBytes(StandardCharsets.UTF_8);
        return to.writeWith(Mono.just(to.bufferFactory().wrap(problem)));
    }

    private static void copy(List<String> names, HttpHeaders from, HttpHeaders into) {
        for (String name : names) {
            String value = from.getFirst(name);
            if (value != null) {
                into.set(name, value);
            }
        }
    }
}
