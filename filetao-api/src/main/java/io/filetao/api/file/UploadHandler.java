package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.web.Blocking;
import io.filetao.common.broadband.StoredFile;
import io.filetao.common.protocol.axon.RequestBodies;
import io.filetao.common.protocol.axon.VerifiedBody;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Takes a file: headers first, then, if they are in order and the bytes are not held already, the body as a stream.
 *
 * <p>A client that sent {@code Expect: 100-continue} hears the decision before it sends a byte.
 */
@Component
final class UploadHandler {

    private final FileStore store;
    private final FileProperties properties;
    private final FileMetrics metrics;
    private final Blocking blocking;

    UploadHandler(
            FileStore store, FileProperties properties, FileMetrics metrics, Blocking blocking) {
        this.store = store;
        this.properties = properties;
        this.metrics = metrics;
        this.blocking = blocking;
    }

    /** Stores the body of an exchange for its caller. */
    Mono<StoredFile> store(ServerWebExchange exchange) {
        ApiCaller caller = ApiCaller.of(exchange);
        ServerHttpRequest request = exchange.getRequest();
        UploadRequest upload = UploadRequest.of(request.getHeaders(), caller, this.properties);
        return this.blocking.call(
                () -> this.metrics.timedUpload(() -> store(request, upload, caller)));
    }

    private StoredFile store(ServerHttpRequest request, UploadRequest upload, ApiCaller caller)
            throws IOException {
        try (InputStream body =
                RequestBodies.open(
                        request.getBody(),
                        this.properties.maxFileSize().toBytes(),
                        this.properties.storeTimeout())) {
            StoredFile stored =
                    this.store.store(
                            checked(body, upload.digests()), upload.toStore(caller.account()));
            this.metrics.stored(stored.record().size());
            return stored;
        }
    }

    private static InputStream checked(InputStream body, Digests digests) {
        byte[] sha512 = digests.sha512();
        return sha512 == null ? body : VerifiedBody.sha512(body, sha512);
    }
}
