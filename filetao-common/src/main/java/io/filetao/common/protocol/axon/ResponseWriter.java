package io.filetao.common.protocol.axon;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.ProtocolVersions;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.wallet.Signer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Signs what a handler answered and describes it to the server. Refusals of strangers are not signed: signing costs. */
record ResponseWriter(Signer self, Executor threads, AxonLimits limits, AxonProblems problems) {

    Mono<ServerResponse> write(@Nullable Caller caller, AxonException refusal, boolean close) {
        HttpHeaders headers = new HttpHeaders();
        AxonResponse.Whole response = problem(refusal, headers);
        return whole(caller, response, headers, close);
    }

    Mono<ServerResponse> write(Caller caller, AxonResponse response, boolean close) {
        return switch (response) {
            case AxonResponse.Whole whole -> whole(caller, whole, new HttpHeaders(), close);
            case AxonResponse.Streamed streamed -> streamed(caller, streamed, close);
        };
    }

    private Mono<ServerResponse> whole(
            @Nullable Caller caller,
            AxonResponse.Whole response,
            HttpHeaders headers,
            boolean close) {
        sign(caller, response, headers);
        if (close) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
        return prepared(
                response.status(),
                headers,
                (http, _) ->
                        response.body().length == 0
                                ? http.setComplete()
                                : http.writeWith(
                                        Mono.fromSupplier(
                                                () -> http.bufferFactory().wrap(response.body()))));
    }

    private Mono<ServerResponse> streamed(
            Caller caller, AxonResponse.Streamed response, boolean close) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.parseMediaType(response.contentType()));
        if (response.length() >= 0) {
            headers.setContentLength(response.length() + ResponseSignature.FRAME_BYTES);
        }
        if (close) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
        BodyWriter signed =
                new SignedBodyWriter(this.self, caller, response.status(), response.writer());
        return prepared(
                response.status(),
                headers,
                (http, _) -> {
                    DataBufferFactory buffers = http.bufferFactory();
                    return http.writeWith(
                                    ResponseBodies.write(
                                            buffers,
                                            this.threads,
                                            this.limits.idleTimeout(),
                                            signed))
                            .onErrorResume(
                                    _ -> !http.isCommitted(),
                                    failure -> refuse(caller, http, failure));
                });
    }

    /** The writer failed before its first byte left: the answer can still be an honest error. */
    private Mono<Void> refuse(Caller caller, ServerHttpResponse http, Throwable failure) {
        HttpHeaders headers = http.getHeaders();
        AxonException refusal = this.problems.refusalOf(failure, "a streamed response");
        AxonResponse.Whole response = problem(refusal, headers);
        sign(caller, response, headers);
        http.setStatusCode(HttpStatusCode.valueOf(response.status()));
        return http.writeWith(Mono.fromSupplier(() -> http.bufferFactory().wrap(response.body())));
    }

    private AxonResponse.Whole problem(AxonException refusal, HttpHeaders headers) {
        if (refusal.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, refusal.retryAfter().toSeconds())));
        }
        return new AxonResponse.Whole(
                refusal.status(), AxonProblems.CONTENT_TYPE, this.problems.json(refusal));
    }

    private void sign(@Nullable Caller caller, AxonResponse.Whole response, HttpHeaders headers) {
        headers.setContentType(MediaType.parseMediaType(response.contentType()));
        headers.setContentLength(response.body().length);
        if (caller != null) {
            byte[] signature =
                    ResponseSignature.sign(
                            this.self,
                            caller.nonce(),
                            response.status(),
                            Hash.sha256(response.body()),
                            caller.hotkey());
            headers.set(ResponseSignature.HEADER, ResponseSignature.format(signature));
        }
    }

    private static Mono<ServerResponse> prepared(
            int status, HttpHeaders headers, BodyInserter<Void, ServerHttpResponse> body) {
        headers.set(ProtocolVersions.HEADER, ProtocolVersions.OWN.toString());
        return ServerResponse.status(status).headers(all -> all.addAll(headers)).body(body);
    }
}
