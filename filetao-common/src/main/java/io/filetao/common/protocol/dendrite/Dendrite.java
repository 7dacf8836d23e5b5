package io.filetao.common.protocol.dendrite;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.NonceSequence;
import io.filetao.common.protocol.ProtocolVersions;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.protocol.dendrite.DendriteException.Reason;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Calls other nodes: every request is signed by this node's hotkey for the hotkey that is called, and every answer must carry that
 * hotkey's signature. Addresses are IP literals that the {@link AddressPolicy} permits; redirects and proxies are not
 * followed; every answer has a size limit and a time limit.
 *
 * <p>Calls block the calling virtual thread and fail with {@link DendriteException}. Thread-safe.
 */
public final class Dendrite implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_ERROR_BYTES = 4 << 10;

    /** From this size on a request waits for the receiver's consent before it sends its body. */
    private static final long EXPECT_CONTINUE_BYTES = 64 << 10;

    private final Signer hotkey;
    private final AddressPolicy addresses;
    private final NonceSequence nonces;
    private final ObservationRegistry observations;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    /** Calls of which nobody wants to know. */
    public Dendrite(Signer hotkey, AddressPolicy addresses, Clock clock) {
        this(hotkey, addresses, clock, ObservationRegistry.NOOP);
    }

    /**
     * @param observations where each call is observed
     */
    public Dendrite(
            Signer hotkey, AddressPolicy addresses, Clock clock, ObservationRegistry observations) {
        this.hotkey = hotkey;
        this.addresses = addresses;
        this.observations = observations;
        this.nonces = new NonceSequence(clock);
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(this.executor)
                        .build();
    }

    /** The hotkey that signs. */
    public Ss58Address address() {
        return this.hotkey.address();
    }

    /**
     * Asks for a short answer.
     *
     * @param target path with query
     * @param body empty for none
     * @param maxBytes longest answer
     * @param timeout for the whole call
     */
    public Reply call(
            Peer peer, String method, String target, byte[] body, int maxBytes, Duration timeout)
            throws IOException {
        BodyPublisher publisher =
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        long deadline = System.nanoTime() + timeout.toNanos();
        return CallObservation.of(
                this.observations,
                peer,
                method,
                target,
                trace ->
                        exchange(
                                peer,
                                request(peer, method, target, Hash.sha256(body), publisher, trace),
                                maxBytes,
                                timeout,
                                () -> deadline));
    }

    /**
     * Sends a long body and gets a short answer.
     *
     * @param idle longest time in which nothing moves
     */
    public Reply upload(
            Peer peer, String method, String target, Upload upload, int maxBytes, Duration idle)
            throws IOException {
        UploadPublisher publisher = new UploadPublisher(upload);
        return CallObservation.of(
                this.observations,
                peer,
                method,
                target,
                trace ->
                        exchange(
                                peer,
                                request(peer, method, target, upload.digest(), publisher, trace),
                                maxBytes,
                                idle,
                                () -> publisher.movedAt() + idle.toNanos()));
    }

    /**
     * Asks for a long answer. The stream's end is reported only when the node's signature over all of it is right; the caller
     * closes the stream, early if it wants.
     *
     * @param maxBytes longest answer
     * @param idle longest time in which nothing moves
     */
    public InputStream stream(Peer peer, String method, String target, long maxBytes, Duration idle)
            throws IOException {
        return CallObservation.of(
                this.observations,
                peer,
                method,
                target,
                trace ->
                        open(
                                peer,
                                request(
                                        peer,
                                        method,
                                        target,
                                        RequestSignature.EMPTY_BODY,
                                        BodyPublishers.noBody(),
                                        trace),
                                maxBytes,
                                idle));
    }

    private InputStream open(Peer peer, SignedRequest signed, long maxBytes, Duration idle)
            throws IOException {
        long nonce = signed.nonce();
        long deadline = System.nanoTime() + idle.toNanos();
        HttpResponse<ResponseStream> response =
                send(
                        peer,
                        signed.request(),
                        maxBytes + ResponseSignature.FRAME_BYTES,
                        idle,
                        () -> deadline);
        ResponseStream body = response.body();
        try {
            if (response.statusCode() > 299) {
                body.endBy(deadline);
            }
            requireSuccess(peer, response, nonce);
        } catch (IOException refused) {
            body.close();
            throw refused;
        }
        int status = response.statusCode();
        return new SignedStream(
                body,
                (digest, signature) ->
                        ResponseSignature.verify(
                                peer.hotkey(), nonce, status, digest, address(), signature));
    }

    /** Gives up what is still going on. */
    @Override
    public void close() {
        this.http.shutdownNow();
        this.executor.shutdownNow();
    }

    private Reply exchange(
            Peer peer, SignedRequest signed, int maxBytes, Duration idle, LongSupplier deadline)
            throws IOException {
        long nonce = signed.nonce();
        HttpResponse<ResponseStream> response =
                send(peer, signed.request(), maxBytes, idle, deadline);
        try (ResponseStream body = response.body()) {
            body.endBy(Math.max(deadline.getAsLong(), System.nanoTime() + 1));
            requireSuccess(peer, response, nonce);
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new DendriteException(
                        Reason.TOO_LARGE, peer + " answered more than " + maxBytes + " bytes");
            }
            verify(peer, response, nonce, bytes);
            return new Reply(response.statusCode(), bytes);
        }
    }

    private void verify(Peer peer, HttpResponse<ResponseStream> response, long nonce, byte[] body)
            throws DendriteException {
        if (!isSigned(peer, response, nonce, body)) {
            throw new DendriteException(
                    Reason.BAD_SIGNATURE, "The answer of " + peer + " is not signed by its hotkey");
        }
    }

    private boolean isSigned(
            Peer peer, HttpResponse<ResponseStream> response, long nonce, byte[] body) {
        byte[] signature =
                ResponseSignature.parse(
                        response.headers().firstValue(ResponseSignature.HEADER).orElse(null));
        return signature != null
                && ResponseSignature.verify(
                        peer.hotkey(),
                        nonce,
                        response.statusCode(),
                        Hash.sha256(body),
                        address(),
                        signature);
    }

    private static void requireVersion(Peer peer, HttpResponse<ResponseStream> response)
            throws DendriteException {
        ProtocolVersions theirs;
        try {
            theirs =
                    ProtocolVersions.parse(
                            response.headers().firstValue(ProtocolVersions.HEADER).orElse(null));
        } catch (IllegalArgumentException malformed) {
            throw new DendriteException(
                    Reason.MALFORMED, peer + " names no protocol version: " + malformed, malformed);
        }
        if (!ProtocolVersions.OWN.isCompatibleWith(theirs)) {
            throw new DendriteException(
                    Reason.INCOMPATIBLE, ProtocolVersions.OWN.mismatch(theirs, peer.toString()));
        }
    }

    private void requireSuccess(Peer peer, HttpResponse<ResponseStream> response, long nonce)
            throws IOException {
        requireVersion(peer, response);
        int status = response.statusCode();
        if (status < 200 || status > 299) {
            byte[] document = response.body().readNBytes(MAX_ERROR_BYTES);
            Refusal refusal =
                    isSigned(peer, response, nonce, document) ? Refusal.parse(document) : null;
            String detail = printable(new String(document, StandardCharsets.UTF_8));
            throw new DendriteException(
                    status, refusal, peer + " refused with status " + status + ": " + detail);
        }
    }

    /** What a stranger wrote, safe for a log. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private SignedRequest request(
            Peer peer,
            String method,
            String target,
            Hash digest,
            BodyPublisher publisher,
            Map<String, String> trace)
            throws DendriteException {
        if (!this.addresses.permits(peer.axon())) {
            throw new DendriteException(
                    Reason.FORBIDDEN_ADDRESS,
                    "The address of "
                            + peer
                            + " is not public; set filetao.axon.allow-private=true on a private"
                            + " network");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(peer.axon(), target)).method(method, publisher);
        if (publisher.contentLength() >= EXPECT_CONTINUE_BYTES) {
            request.expectContinue(true);
        }
        if (publisher.contentLength() > 0) {
            request.header("Content-Type", "application/octet-stream");
        }
        trace.forEach(request::header);
        long nonce = this.nonces.next();
        Map<String, String> signature =
                RequestSignature.sign(this.hotkey, method, target, peer.hotkey(), digest, nonce);
        signature.forEach(request::header);
        request.header(ProtocolVersions.HEADER, ProtocolVersions.OWN.toString());
        return new SignedRequest(request.build(), nonce);
    }

    /** Waits for the head of the answer, as long as the deadline keeps moving away. */
    private HttpResponse<ResponseStream> send(
            Peer peer, HttpRequest request, long maxBytes, Duration idle, LongSupplier deadline)
            throws IOException {
        CompletableFuture<HttpResponse<ResponseStream>> answer =
                this.http.sendAsync(
                        request,
                        head ->
                                new ResponseStream(
                                        head.statusCode() > 299 ? MAX_ERROR_BYTES : maxBytes,
                                        idle));
        try {
            while (true) {
                long left = deadline.getAsLong() - System.nanoTime();
                if (left <= 0) {
                    throw new DendriteException(
                            Reason.TIMEOUT,
                            peer + " did not answer within " + idle.toMillis() + " ms");
                }
                try {
                    return answer.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException perhapsMoved) {
                    // The deadline may have moved meanwhile.
                }
            }
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new DendriteException(
                    Reason.UNREACHABLE, "Cannot reach " + peer + ": " + cause, cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("Interrupted while calling " + peer)
                            .initCause(interrupted);
        } finally {
            if (!answer.isDone()) {
                answer.cancel(true);
            }
        }
    }

    /** A request, and the number that its answer is signed for. */
    private record SignedRequest(HttpRequest request, long nonce) {}

    private static URI uri(AxonInfo axon, String target) {
        InetAddress address = InetAddress.ofLiteral(axon.ip());
        String host = address.getHostAddress();
        String literal = address instanceof Inet6Address ? "[" + host + "]" : host;
        return URI.create("http://" + literal + ":" + axon.port() + target);
    }
}
