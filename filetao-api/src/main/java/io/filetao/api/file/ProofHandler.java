package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.cid.Cid;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.protocol.axon.ResponseBodies;
import io.filetao.common.transfer.CollectedProof;
import io.filetao.common.transfer.CollectedProof.LeftOut;
import io.filetao.common.transfer.ProofCollector;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Serves the proof bundle of a file. It is gathered anew for every request, and dated, so that it has no entity tag and is not to be
 * kept by caches.
 */
@Component
final class ProofHandler {

    /** Number of shards that the bundle shows. */
    static final String SHARDS = "Filetao-Proof-Shards";

    /** Miners that showed nothing or something wrong, each with the number of its shards and the reason. */
    static final String LEFT_OUT = "Filetao-Left-Out";

    private static final Logger LOG = LoggerFactory.getLogger(ProofHandler.class);
    private static final int AT_ONCE = 4;
    private static final int RETRY_SECONDS = 5;
    private static final int NAMED_MINERS = 32;

    private final FileLookup lookup;
    private final ProofCollector collector;
    private final FileProperties properties;
    private final Blocking blocking;
    private final Semaphore places = new Semaphore(AT_ONCE);

    ProofHandler(
            FileLookup lookup,
            ProofCollector collector,
            FileProperties properties,
            Blocking blocking) {
        this.lookup = lookup;
        this.collector = collector;
        this.properties = properties;
        this.blocking = blocking;
    }

    /** Answers a GET or HEAD; the latter asks no miner. */
    Mono<Void> prove(ServerWebExchange exchange, Cid cid) {
        ApiCaller caller = ApiCaller.of(exchange);
        boolean head = exchange.getRequest().getMethod() == HttpMethod.HEAD;
        return this.blocking
                .call(() -> answer(this.lookup.find(cid, caller), head))
                .flatMap(answer -> send(exchange, answer))
                .doOnDiscard(Answer.class, Answer::close);
    }

    private Answer answer(FileLookup.Found found, boolean head) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.CONTENT_TYPE, ProofBundle.MEDIA_TYPE);
        headers.set(
                HttpHeaders.CONTENT_DISPOSITION, Attachment.disposition(found.cid() + ".proof"));
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (head) {
            return new Answer(headers, null, () -> {});
        }
        if (!this.places.tryAcquire()) {
            throw new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "This node is gathering other proofs; ask again in a few seconds.")
                    .retryAfter(RETRY_SECONDS);
        }
        try {
            CollectedProof proof = this.collector.collect(found.file());
            headers.setContentLength(proof.length());
            headers.set(SHARDS, Integer.toString(proof.shards()));
            if (!proof.leftOut().isEmpty()) {
                headers.set(LEFT_OUT, leftOut(proof.leftOut()));
            }
            return new Answer(headers, proof, this.places::release);
        } catch (IOException | RuntimeException failed) {
            this.places.release();
            throw failed;
        }
    }

    private Mono<Void> send(ServerWebExchange exchange, Answer answer) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatus.OK);
        response.getHeaders().putAll(answer.headers());
        CollectedProof proof = answer.proof();
        if (proof == null) {
            return response.setComplete();
        }
        return response.writeWith(
                        ResponseBodies.write(
                                response.bufferFactory(),
                                this.blocking.threads(),
                                this.properties.retrieveTimeout(),
                                proof::writeTo))
                .doFinally(_ -> answer.close());
    }

    /** The miners as a list: {@code 5Grw…;shards=2;reason="its miner does not answer", …}. */
    private static String leftOut(List<LeftOut> shards) {
        Map<String, List<LeftOut>> byMiner =
                shards.stream()
                        .collect(
                                Collectors.groupingBy(
                                        shard -> shard.miner().value(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return byMiner.entrySet().stream()
                .limit(NAMED_MINERS)
                .map(miner ->
                        "%s;shards=%d;reason=\"%s\""
                                .formatted(
                                        miner.getKey(),
                                        miner.getValue().size(),
                                        miner.getValue().getFirst().reason()))
                .collect(Collectors.joining(", "));
    }

    /** What to send, and the place to give back when it was sent or nobody wants it. */
    private static final class Answer {

        private final HttpHeaders headers;
        private final @Nullable CollectedProof proof;
        private final Runnable release;
        private final AtomicBoolean closed = new AtomicBoolean();

        Answer(HttpHeaders headers, @Nullable CollectedProof proof, Runnable release) {
            this.headers = headers;
            this.proof = proof;
            this.release = release;
        }

        HttpHeaders headers() {
            return this.headers;
        }

        @Nullable CollectedProof proof() {
            return this.proof;
        }

        void close() {
            if (!this.closed.compareAndSet(false, true)) {
                return;
            }
            this.release.run();
            if (this.proof != null) {
                try {
                    this.proof.close();
                } catch (IOException leftBehind) {
                    LOG.warn("A spooled proof was not removed: {}", leftBehind.getMessage());
                }
            }
        }
    }
}
