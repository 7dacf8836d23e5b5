package io.filetao.common.protocol.axon;

import io.filetao.common.protocol.Authentication;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.Authentication.Refused;
import io.filetao.common.protocol.ProtocolVersions;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import io.micrometer.observation.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Headers → admission → signature → handler → signed response; everything but moving bytes happens on a virtual thread. */
final class AxonPipeline {

    private final Signer self;
    private final RequestVerifier verifier;
    private final Admission admission;
    private final Executor threads;
    private final AxonLimits limits;
    private final AxonProblems problems = new AxonProblems();

    AxonPipeline(
            Signer self,
            RequestVerifier verifier,
            Admission admission,
            Executor threads,
            AxonLimits limits) {
        this.self = self;
        this.verifier = verifier;
        this.admission = admission;
        this.threads = threads;
        this.limits = limits;
    }

    Mono<ServerResponse> respond(ServerRequest request, long maxBody, SynapseHandler handler) {
        return Mono.deferContextual(
                        context -> {
                            Observation observation = RequestObservations.of(context);
                            return Mono.fromFuture(
                                    CompletableFuture.supplyAsync(
                                            () -> answer(request, maxBody, handler),
                                            task ->
                                                    this.threads.execute(
                                                            TracedThreads.continued(
                                                                    observation, task))),
                                    true);
                        })
                .flatMap(response -> response);
    }

    private Mono<ServerResponse> answer(
            ServerRequest request, long maxBody, SynapseHandler handler) {
        ResponseWriter writer =
                new ResponseWriter(this.self, this.threads, this.limits, this.problems);
        HttpHeaders headers = request.headers().asHttpHeaders();
        VerifiedBody body = null;
        Caller caller = null;
        try {
            checkVersion(headers);
            caller = authenticate(request, headers);
            checkLength(headers, maxBody);
            body =
                    VerifiedBody.sha256(
                            RequestBodies.open(
                                    request.exchange().getRequest().getBody(),
                                    maxBody,
                                    this.limits.idleTimeout()),
                            caller.bodyDigest());
            try (InputStream in = body) {
                AxonRequest call =
                        new AxonRequest(
                                caller,
                                request.pathVariables(),
                                request.queryParams().toSingleValueMap(),
                                headers.getContentLength(),
                                in);
                AxonResponse response = handle(handler, call, body);
                return writer.write(caller, response, unread(headers, body));
            }
        } catch (Throwable failure) {
            AxonException refusal = this.problems.refusalOf(failure, request.path());
            return writer.write(caller, refusal, unread(headers, body));
        }
    }

    /**
     * A sender reads the answer when it has sent everything. If the connection were closed before that, it would hear of a lost
     * connection instead of the reason; so the rest, limited as ever, is taken and thrown away. Of a body that nobody has asked
     * for yet, nothing was sent.
     */
    private static AxonResponse handle(
            SynapseHandler handler, AxonRequest request, VerifiedBody body)
            throws IOException, InterruptedException {
        try {
            return handler.handle(request);
        } catch (BodyException sendersFault) {
            throw sendersFault;
        } catch (IOException | RuntimeException refusal) {
            if (body.begun()) {
                try {
                    body.transferTo(OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    refusal.addSuppressed(gone);
                }
            }
            throw refusal;
        }
    }

    /** First of all, for in another version everything else may mean something else. */
    private static void checkVersion(HttpHeaders headers) {
        ProtocolVersions callers;
        try {
            callers = ProtocolVersions.parse(single(headers, ProtocolVersions.HEADER));
        } catch (IllegalArgumentException malformed) {
            throw new AxonException(
                    400,
                    "malformed",
                    ProtocolVersions.HEADER + " is a version such as 1 or a range such as 1-2");
        }
        if (!ProtocolVersions.OWN.isCompatibleWith(callers)) {
            throw new AxonException(
                    426, "protocol-version", ProtocolVersions.OWN.mismatch(callers, "the caller"));
        }
    }

    private Caller authenticate(ServerRequest request, HttpHeaders headers) {
        admitClaimed(single(headers, RequestSignature.HOTKEY_HEADER));
        String query = request.uri().getRawQuery();
        String target = request.uri().getRawPath() + (query == null ? "" : "?" + query);
        Authentication authentication =
                this.verifier.verify(
                        request.method().name(), target, name -> single(headers, name));
        return switch (authentication) {
            case Caller caller -> caller;
            case Refused refused ->
                    throw new AxonException(401, refused.reason().code(), refused.detail());
        };
    }

    /** Refuses whoever the sender claims to be before anything is spent on finding out whether it is true. */
    private void admitClaimed(@Nullable String hotkey) {
        if (hotkey == null) {
            return;
        }
        Ss58Address claimed;
        try {
            claimed = new Ss58Address(hotkey);
        } catch (IllegalArgumentException malformed) {
            return;
        }
        this.admission.admit(claimed);
    }

    private static void checkLength(HttpHeaders headers, long maxBody) {
        if (headers.getContentLength() > maxBody) {
            throw new AxonException(
                    413,
                    "body-too-large",
                    maxBody == 0
                            ? "This call takes no body"
                            : "This call takes a body of at most " + maxBody + " bytes");
        }
    }

    /** All values of a header joined, so that one sent twice is refused and not picked from. */
    private static @Nullable String single(HttpHeaders headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(",", values);
    }

    /** Whether bytes of the request may still be on their way, so that the connection cannot serve another one. */
    private static boolean unread(HttpHeaders headers, @Nullable VerifiedBody body) {
        boolean announced =
                headers.getContentLength() > 0
                        || headers.getFirst(HttpHeaders.TRANSFER_ENCODING) != null;
        return announced && (body == null || !body.ended());
    }
}
