package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.file.FileLookup.Found;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.cid.Cid;
import io.filetao.common.protocol.axon.BodyWriter;
import io.filetao.common.protocol.axon.ResponseBodies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Serves a file's bytes: conditions, then ranges, then the bytes as a stream (RFC 9110 sections 13 and 14).
 *
 * <p>The first bytes are read before the status is sent, so that a file that cannot be read is an honest error; a failure later
 * breaks the connection off before the announced length.
 */
@Component
final class DownloadHandler {

    private final FileLookup lookup;
    private final FileStore store;
    private final FileProperties properties;
    private final FileMetrics metrics;
    private final Blocking blocking;
    private final InstantSource clock;

    DownloadHandler(
            FileLookup lookup,
            FileStore store,
            FileProperties properties,
            FileMetrics metrics,
            Blocking blocking,
            InstantSource clock) {
        this.lookup = lookup;
        this.store = store;
        this.properties = properties;
        this.metrics = metrics;
        this.blocking = blocking;
        this.clock = clock;
    }

    /** Answers a GET or HEAD. */
    Mono<Void> read(ServerWebExchange exchange, Cid cid) {
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking
                .call(() -> answer(exchange.getRequest(), this.lookup.find(cid, caller), caller))
                .flatMap(answer -> send(exchange, answer))
                .doOnDiscard(Answer.class, Answer::close);
    }

    private Mono<Void> send(ServerWebExchange exchange, Answer answer) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(answer.status());
        response.getHeaders().putAll(answer.headers());
        BodyWriter body = answer.body();
        if (body == null) {
            return response.setComplete();
        }
        return response.writeWith(
                ResponseBodies.write(
                        response.bufferFactory(),
                        this.blocking.threads(),
                        this.properties.retrieveTimeout(),
                        body));
    }

    private Answer answer(ServerHttpRequest request, Found found, ApiCaller caller)
            throws IOException {
        HttpHeaders headers = headers(found, caller);
        HttpHeaders asked = request.getHeaders();
        String etag = etag(found);
        if (isListed(asked.getOrEmpty(HttpHeaders.IF_NONE_MATCH), etag)) {
            return new Answer(HttpStatus.NOT_MODIFIED, headers, null, null);
        }
        List<String> ifMatch = asked.getOrEmpty(HttpHeaders.IF_MATCH);
        if (!ifMatch.isEmpty() && !isListed(ifMatch, etag)) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "The file's entity tag is %s, not the one in If-Match.".formatted(etag));
        }
        long size = found.file().size();
        List<ByteRange> ranges = ranges(request, etag, size).orElse(List.of());
        boolean head = request.getMethod() == HttpMethod.HEAD;
        describe(headers, found, caller);
        return switch (ranges.size()) {
            case 0 -> whole(found, headers, head);
            case 1 -> part(found, headers, ranges.getFirst());
            default -> parts(found, headers, ranges);
        };
    }

    private Answer whole(Found found, HttpHeaders headers, boolean head) throws IOException {
        long size = found.file().size();
        headers.setContentLength(size);
        headers.set(Digests.CONTENT, Digests.format(found.cid().digest()));
        return head
                ? new Answer(HttpStatus.OK, headers, null, null)
                : single(HttpStatus.OK, headers, open(found, new ByteRange(0, size)));
    }

    private Answer part(Found found, HttpHeaders headers, ByteRange range) throws IOException {
        headers.setContentLength(range.length());
        headers.set(HttpHeaders.CONTENT_RANGE, range.contentRange(found.file().size()));
        return single(HttpStatus.PARTIAL_CONTENT, headers, open(found, range));
    }

    private Answer single(HttpStatus status, HttpHeaders headers, InputStream source) {
        return new Answer(status, headers, source, out -> copy(source, out));
    }

    private Answer parts(Found found, HttpHeaders headers, List<ByteRange> ranges)
            throws IOException {
        String boundary = UUID.randomUUID().toString();
        String type = String.valueOf(headers.getFirst(HttpHeaders.CONTENT_TYPE));
        List<byte[]> separators = new ArrayList<>();
        long length = 0;
        for (ByteRange range : ranges) {
            String separator =
                    "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                            .formatted(boundary, type, range.contentRange(found.file().size()));
            separators.add(separator.getBytes(StandardCharsets.ISO_8859_1));
            length += separators.getLast().length + range.length();
        }
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
        headers.set(HttpHeaders.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        headers.setContentLength(length + end.length);
        InputStream first = open(found, ranges.getFirst());
        return new Answer(
                HttpStatus.PARTIAL_CONTENT,
                headers,
                first,
                out -> {
                    out.write(separators.getFirst());
                    copy(first, out);
                    for (int i = 1; i < ranges.size(); i++) {
                        out.write(separators.get(i));
                        copy(open(found, ranges.get(i)), out);
                    }
                    out.write(end);
                });
    }

    /** A source that is known to start: what cannot be read fails here, before anything is sent. */
    private InputStream open(Found found, ByteRange range) {
        try {
            return range.length() == 0
                    ? InputStream.nullInputStream()
                    : this.store.read(found.file(), range.from(), range.to());
        } catch (IOException failed) {
            throw new ProblemException(
                            ProblemType.FILE_UNAVAILABLE,
                            "Too few of the file's shards can be read now; try again when more miners are online.",
                            failed)
                    .retryAfter(30);
        }
    }

    private void copy(InputStream source, OutputStream out) throws IOException {
        try (source) {
            this.metrics.served(source.transferTo(out));
        }
    }

    /** The headers of every answer, 304 included. */
    private HttpHeaders headers(Found found, ApiCaller caller) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ETAG, etag(found));
        long seconds =
                Duration.between(this.clock.instant(), found.claim().expiresAt()).toSeconds();
        headers.set(
                HttpHeaders.CACHE_CONTROL,
                "private, max-age=" + Math.max(0, seconds) + ", immutable");
        headers.set(HttpHeaders.VARY, "Authorization, X-Bittensor-Hotkey");
        String payload = found.claim().payload();
        if (payload != null) {
            headers.set(UploadRequest.PAYLOAD, payload);
        }
        return headers;
    }

    /** Says what the bytes are; of another account's file neither name nor type. */
    private static void describe(HttpHeaders headers, Found found, ApiCaller caller) {
        boolean mayKnow =
                found.isOwnedBy(caller) || found.claim().account().equals(ApiCaller.OPEN_ACCOUNT);
        headers.set(
                HttpHeaders.CONTENT_TYPE,
                mayKnow ? found.claim().contentType() : "application/octet-stream");
        headers.set(
                HttpHeaders.CONTENT_DISPOSITION,
                Attachment.disposition(mayKnow ? found.claim().name() : null));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.set(Digests.REPRESENTATION, Digests.format(found.cid().digest()));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static Optional<List<ByteRange>> ranges(
            ServerHttpRequest request, String etag, long size) {
        String header = request.getHeaders().getFirst(HttpHeaders.RANGE);
        String condition = request.getHeaders().getFirst(HttpHeaders.IF_RANGE);
        if (header == null
                || request.getMethod() != HttpMethod.GET
                || (condition != null && !condition.trim().equals(etag))) {
            return Optional.empty();
        }
        Optional<List<ByteRange>> ranges = ByteRange.parse(header, size);
        if (ranges.isPresent() && ranges.get().isEmpty()) {
            throw new ProblemException(
                            ProblemType.RANGE_NOT_SATISFIABLE,
                            "The file has %d bytes; ask for a range inside it.".formatted(size))
                    .with("size", size)
                    .withHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
                    .withHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        }
        return ranges;
    }

    private static String etag(Found found) {
        return "\"" + found.cid() + "\"";
    }

    /** Whether an entity tag is in a list of them, weak or strong; {@code *} lists every one. */
    private static boolean isListed(List<String> headers, String etag) {
        for (String header : headers) {
            for (String tag : header.split(",")) {
                String stripped = tag.strip();
                String strong = stripped.startsWith("W/") ? stripped.substring(2) : stripped;
                if (strong.equals("*") || strong.equals(etag)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * What to send.
     *
     * @param source what the body starts from, to be closed when nobody wants it any more
     * @param body writes the bytes; null for an answer without any
     */
    private record Answer(
            HttpStatus status,
            HttpHeaders headers,
            @Nullable InputStream source,
            @Nullable BodyWriter body) {

        void close() {
            if (this.source != null) {
                try {
                    this.source.close();
                } catch (IOException nothingLeftToDo) {
                    // It was only read from.
                }
            }
        }
    }
}
