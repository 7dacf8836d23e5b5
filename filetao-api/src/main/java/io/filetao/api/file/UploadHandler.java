package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.Digests;
import io.filetao.api.claim.StoreProperties;
import io.filetao.api.claim.StoredFileView;
import io.filetao.api.claim.UploadMetrics;
import io.filetao.api.limit.UploadQuota;
import io.filetao.api.web.Blocking;
import io.filetao.common.broadband.StoredFile;
import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.axon.RequestBodies;
import io.filetao.common.protocol.axon.VerifiedBody;
import io.filetao.common.wallet.Keypair;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a file: headers first, then, if they are in order and the bytes are not held already, the body as a stream.
 *
 * <p>A client that sent {@code Expect: 100-continue} hears the decision before it sends a byte.
 */
@Component
final class UploadHandler {

    private final FileStore store;
    private final StoreProperties properties;
    private final UploadMetrics metrics;
    private final UploadQuota quota;
    private final IdempotencyKeys keys;
    private final Keypair self;
    private final JsonMapper json;
    private final Blocking blocking;

    UploadHandler(
            FileStore store,
            StoreProperties properties,
            UploadMetrics metrics,
            UploadQuota quota,
            IdempotencyKeys keys,
            Keypair self,
            JsonMapper json,
            Blocking blocking) {
        this.quota = quota;
        this.keys = keys;
        this.self = self;
        this.json = json;
        this.store = store;
        this.properties = properties;
        this.metrics = metrics;
        this.blocking = blocking;
    }

    /** Stores the body of an exchange for its caller. */
    Mono<Acknowledgement> store(ServerWebExchange exchange) {
        ApiCaller caller = ApiCaller.of(exchange);
        ServerHttpRequest request = exchange.getRequest();
        UploadRequest upload = UploadRequest.of(request.getHeaders(), caller, this.properties);
        Optional<String> key = IdempotencyKeys.of(request.getHeaders());
        return this.blocking.call(() ->
                this.metrics.whole(() ->
                        key.isPresent()
                                ? storeOnce(request, upload, caller, key.get())
                                : new Acknowledgement(store(request, upload, caller), false)));
    }

    private Acknowledgement storeOnce(
            ServerHttpRequest request, UploadRequest upload, ApiCaller caller, String key)
            throws IOException {
        try (IdempotencyKeys.Attempt attempt =
                this.keys.begin(caller.name(), key, upload.fingerprint())) {
            byte[] answered = attempt.answered();
            if (answered == null) {
                StoredFileView stored = store(request, upload, caller);
                attempt.answer(this.json.writeValueAsBytes(stored));
                return new Acknowledgement(stored, false);
            }
            StoredFileView stored = this.json.readValue(answered, StoredFileView.class);
            if (!digest(request, upload).equals(Cid.decode(stored.cid()).digest())) {
                throw IdempotencyKeys.reused();
            }
            return new Acknowledgement(stored, true);
        }
    }

    /** The digest of the body, as announced or else as read. */
    private Hash digest(ServerHttpRequest request, UploadRequest upload) throws IOException {
        Hash announced = upload.digests().sha256();
        if (announced != null) {
            return announced;
        }
        try (InputStream body = body(request)) {
            MessageDigest digest = Hash.newSha256();
            body.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return Hash.of(digest.digest());
        }
    }

    private StoredFileView store(ServerHttpRequest request, UploadRequest upload, ApiCaller caller)
            throws IOException {
        try (UploadQuota.Meter meter = this.quota.open(caller.name(), upload.size());
                InputStream body = body(request)) {
            StoredFile stored =
                    this.store.store(
                            checked(meter.count(body), upload.digests()),
                            upload.toStore(caller.account()));
            meter.keep();
            this.metrics.stored(stored.record().size());
            return StoredFileView.of(stored.record(), stored.claim(), this.self.address());
        }
    }

    private InputStream body(ServerHttpRequest request) {
        return RequestBodies.open(
                request.getBody(),
                this.properties.maxFileSize().toBytes(),
                this.properties.storeTimeout());
    }

    private static InputStream checked(InputStream body, Digests digests) {
        byte[] sha512 = digests.sha512();
        return sha512 == null ? body : VerifiedBody.sha512(body, sha512);
    }

    /**
     * The answer to an upload.
     *
     * @param replayed whether it was given before, to an earlier request with the same idempotency key
     */
    record Acknowledgement(StoredFileView file, boolean replayed) {}
}
