package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.claim.Digests;
import io.filetao.api.file.FileLookup.Found;
import io.filetao.api.limit.MemoryBudget;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentProof;
import io.filetao.common.content.ContentTree;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.protocol.axon.BodyWriter;
import io.filetao.common.protocol.axon.ResponseBodies;
import io.micrometer.observation.Observation;
import java.io.ByteArrayInputStream;
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

    /** Cells of a shard that are fetched ahead, and those being decoded. */
    private static final int CELLS = 6;

    private static final long SOCKET_BYTES = 256 << 10;

    private final FileLookup lookup;
    private final FileStore store;
    private final FileProperties properties;
    private final DownloadMetrics metrics;
    private final MemoryBudget memory;
    private final Blocking blocking;
    private final InstantSource clock;

    DownloadHandler(
            FileLookup lookup,
            FileStore store,
            FileProperties properties,
            DownloadMetrics metrics,
            MemoryBudget memory,
            Blocking blocking,
            InstantSource clock) {
        this.lookup = lookup;
        this.store = store;
        this.properties = properties;
        this.metrics = metrics;
        this.memory = memory;
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
        BodyWriter body = answer.observedBody();
        if (body == null) {
            return response.setComplete();
        }
        return response.writeWith(
                        ResponseBodies.write(
                                response.bufferFactory(),
                                this.blocking.threads(),
                                this.properties.retrieveTimeout(),
                                body))
                .doFinally(_ -> answer.release());
    }

    private Answer answer(ServerHttpRequest request, Found found, ApiCaller caller)
            throws IOException {
        HttpHeaders headers = headers(found, caller);
        HttpHeaders asked = request.getHeaders();
        EntityTag etag = EntityTag.of(found.cid());
        etag.requireMatch(asked);
        if (etag.isListed(asked.getOrEmpty(HttpHeaders.IF_NONE_MATCH))) {
            return Answer.withoutBody(HttpStatus.NOT_MODIFIED, headers);
        }
        long size = found.file().size();
        List<ByteRange> ranges = ranges(request, etag, size).orElse(List.of());
        boolean head = request.getMethod() == HttpMethod.HEAD;
        describe(headers, found, caller);
        if (head) {
            headers.setContentLength(size);
            headers.set(Digests.CONTENT, Digests.format(found.cid().digest()));
            return Answer.withoutBody(HttpStatus.OK, headers);
        }
        boolean proven = size > 0 && wantsProof(asked);
        DownloadMetrics.Download download = this.metrics.download();
        try (Observation.Scope _ = download.scope()) {
            MemoryBudget.Place place =
                    this.memory.take(
                            memory(found, ranges) + (proven ? ContentTree.GROUP_BYTES : 0));
            return opened(found, headers, ranges, proven, new Resources(place, download));
        } catch (RuntimeException failed) {
            download.refused(failed);
            throw failed;
        }
    }

    private Answer opened(
            Found found,
            HttpHeaders headers,
            List<ByteRange> ranges,
            boolean proven,
            Resources resources) {
        try {
            if (proven) {
                return proven(found, headers, ranges, resources);
            }
            return switch (ranges.size()) {
                case 0 -> whole(found, headers, resources);
                case 1 -> part(found, headers, ranges.getFirst(), resources);
                default -> parts(found, headers, ranges, resources);
            };
        } catch (RuntimeException failed) {
            resources.place().close();
            throw failed;
        }
    }

    private Answer whole(Found found, HttpHeaders headers, Resources resources) {
        long size = found.file().size();
        headers.setContentLength(size);
        headers.set(Digests.CONTENT, Digests.format(found.cid().digest()));
        return single(HttpStatus.OK, headers, open(found, new ByteRange(0, size)), resources);
    }

    private Answer part(Found found, HttpHeaders headers, ByteRange range, Resources resources) {
        headers.setContentLength(range.length());
        headers.set(HttpHeaders.CONTENT_RANGE, range.contentRange(found.file().size()));
        return single(HttpStatus.PARTIAL_CONTENT, headers, open(found, range), resources);
    }

    private static boolean wantsProof(HttpHeaders asked) {
        String header = asked.getFirst(ContentProof.WANTED);
        return header != null && !header.strip().equals("?0");
    }

    /**
     * A part with the proof of its blocks: as much of the range as lies in one group, all of whose bytes are read to make the
     * leaves. The rest is for the next request (RFC 9110 section 15.3.7.3).
     */
    private Answer proven(
            Found found, HttpHeaders headers, List<ByteRange> ranges, Resources resources) {
        if (ranges.size() != 1) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "A content proof belongs to one range; ask for one, with Range:"
                            + " bytes=FROM-TO.");
        }
        ByteRange asked = ranges.getFirst();
        FileRecord file = found.file();
        if (!file.contentRoot().isProvable(file.size())) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The file is encrypted, so that decrypting a range verifies it; read it without"
                            + " a content proof.");
        }
        int group = (int) (asked.from() / ContentTree.GROUP_BYTES);
        long begin = (long) group * ContentTree.GROUP_BYTES;
        long end = Math.min(file.size(), begin + ContentTree.GROUP_BYTES);
        byte[] bytes = read(found, new ByteRange(begin, end));
        ContentProof proof = file.contentRoot().proof(group, bytes);
        if (!proof.leadsTo(file.contentRoot().hash(), file.size(), group)) {
            throw new ProblemException(
                    ProblemType.FILE_UNAVAILABLE,
                    "No proof leads to the content root that is recorded of this file; read it"
                            + " without one, or store it again.");
        }
        ByteRange part = new ByteRange(asked.from(), Math.min(asked.to(), end));
        headers.set(ContentProof.HEADER, proof.format());
        headers.setContentLength(part.length());
        headers.set(HttpHeaders.CONTENT_RANGE, part.contentRange(file.size()));
        InputStream source =
                new ByteArrayInputStream(
                        bytes, (int) (part.from() - begin), Math.toIntExact(part.length()));
        return single(HttpStatus.PARTIAL_CONTENT, headers, source, resources);
    }

    private byte[] read(Found found, ByteRange range) {
        try (InputStream source = open(found, range)) {
            return source.readNBytes(Math.toIntExact(range.length()));
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    private Answer single(
            HttpStatus status, HttpHeaders headers, InputStream source, Resources resources) {
        return new Answer(status, headers, source, resources, out -> copy(source, out));
    }

    /** What a download holds at most: a few cells of each of k shards, and what is on its way to the socket. */
    private static long memory(Found found, List<ByteRange> ranges) {
        long bytes =
                ranges.isEmpty()
                        ? found.file().size()
                        : ranges.stream().mapToLong(ByteRange::length).max().orElse(0);
        int k = found.file().segments().stream().mapToInt(SegmentRecord::k).max().orElse(1);
        return Math.min(bytes, SOCKET_BYTES)
                + Math.min(bytes, (long) k * CELLS * StripeLayout.CELL_BYTES);
    }

    private Answer parts(
            Found found, HttpHeaders headers, List<ByteRange> ranges, Resources resources) {
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
                resources,
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
            throw unavailable(failed);
        }
    }

    private static ProblemException unavailable(IOException failed) {
        return new ProblemException(
                        ProblemType.FILE_UNAVAILABLE,
                        "Too few of the file's shards can be read now; try again when more miners"
                                + " are online.",
                        failed)
                .retryAfter(30);
    }

    private void copy(InputStream source, OutputStream out) throws IOException {
        try (source) {
            this.metrics.served(source.transferTo(out));
        }
    }

    /** The headers of every answer, 304 included. */
    private HttpHeaders headers(Found found, ApiCaller caller) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.ETAG, EntityTag.of(found.cid()).value());
        long seconds =
                Duration.between(this.clock.instant(), found.claim().expiresAt()).toSeconds();
        headers.set(
                HttpHeaders.CACHE_CONTROL,
                "private, max-age=" + Math.max(0, seconds) + ", immutable");
        headers.set(HttpHeaders.VARY, "Authorization, X-Bittensor-Hotkey, " + ContentProof.WANTED);
        String payload = found.claim().payload();
        if (payload != null) {
            headers.set(ClaimHeaders.PAYLOAD, payload);
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
            ServerHttpRequest request, EntityTag etag, long size) {
        String header = request.getHeaders().getFirst(HttpHeaders.RANGE);
        String condition = request.getHeaders().getFirst(HttpHeaders.IF_RANGE);
        if (header == null
                || request.getMethod() != HttpMethod.GET
                || (condition != null && !condition.trim().equals(etag.value()))) {
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

    /** What an answer with a body takes until it is written: its place in the memory, and its observation. */
    private record Resources(MemoryBudget.Place place, DownloadMetrics.Download download)
            implements AutoCloseable {

        @Override
        public void close() {
            this.place.close();
            this.download.close();
        }
    }

    /**
     * What to send.
     *
     * @param source what the body starts from, to be closed when nobody wants it any more
     * @param resources what it takes
     * @param body writes the bytes; null for an answer without any
     */
    private record Answer(
            HttpStatus status,
            HttpHeaders headers,
            @Nullable InputStream source,
            @Nullable Resources resources,
            @Nullable BodyWriter body) {

        static Answer withoutBody(HttpStatus status, HttpHeaders headers) {
            return new Answer(status, headers, null, null, null);
        }

        @Nullable BodyWriter observedBody() {
            return this.body == null || this.resources == null
                    ? this.body
                    : this.resources.download().body(this.body);
        }

        void release() {
            if (this.resources != null) {
                this.resources.close();
            }
        }

        void close() {
            release();
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
