package io.filetao.api.upload;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.StoreProperties;
import io.filetao.api.claim.StoredFileView;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.wallet.Keypair;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import reactor.core.publisher.Mono;

import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The calls about uploads that can be resumed. */
@RestController
@RequestMapping(UploadController.PATH)
@Tag(
        name = "Uploads",
        description = "Store large files over several requests, by the tus protocol 1.0.0.")
final class UploadController {

    static final String PATH = "/api/v1/uploads";

    private final ResumableUploads uploads;
    private final FileIndex index;
    private final Keypair self;
    private final StoreProperties properties;
    private final Blocking blocking;

    UploadController(
            ResumableUploads uploads,
            FileIndex index,
            Keypair self,
            StoreProperties properties,
            Blocking blocking) {
        this.uploads = uploads;
        this.index = index;
        this.self = self;
        this.properties = properties;
        this.blocking = blocking;
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    Mono<ResponseEntity<Void>> discover() {
        return Mono.just(
                ResponseEntity.noContent()
                        .header(Tus.VERSION, Tus.PROTOCOL)
                        .header(Tus.EXTENSION, Tus.EXTENSIONS)
                        .header(
                                Tus.MAX_SIZE,
                                Long.toString(this.properties.maxFileSize().toBytes()))
                        .header(Tus.CHECKSUM_ALGORITHM, PartChecksum.algorithms())
                        .header(Tus.SEGMENT_SIZE, Integer.toString(this.uploads.segmentBytes()))
                        .build());
    }

    @PostMapping
    Mono<ResponseEntity<Void>> create(ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking
                .call(() -> this.uploads.create(exchange.getRequest(), caller))
                .map(upload ->
                        ResponseEntity.created(URI.create(PATH + "/" + upload.id()))
                                .headers(standing(upload))
                                .build());
    }

    @RequestMapping(path = "/{id}", method = RequestMethod.HEAD)
    Mono<ResponseEntity<Void>> offset(@PathVariable String id, ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking
                .call(() -> this.uploads.settled(id, caller))
                .map(upload -> described(upload).build());
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<UploadView>> show(@PathVariable String id, ServerWebExchange exchange) {
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking.call(() -> {
            PendingUpload upload = this.uploads.find(id, caller);
            return described(upload).body(UploadView.of(upload, file(upload)));
        });
    }

    @PatchMapping("/{id}")
    Mono<ResponseEntity<Void>> append(@PathVariable String id, ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking
                .call(() -> this.uploads.append(id, exchange.getRequest(), caller))
                .map(upload -> ResponseEntity.noContent().headers(standing(upload)).build());
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Void>> terminate(@PathVariable String id, ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking.call(() -> {
            this.uploads.terminate(id, caller);
            return new ResponseEntity<>(HttpStatus.NO_CONTENT);
        });
    }

    /** For clients that cannot send another method than POST. */
    @PostMapping("/{id}")
    Mono<ResponseEntity<Void>> overridden(@PathVariable String id, ServerWebExchange exchange) {
        String method =
                String.valueOf(exchange.getRequest().getHeaders().getFirst(Tus.METHOD_OVERRIDE));
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "PATCH" -> append(id, exchange);
            case "DELETE" -> terminate(id, exchange);
            default ->
                    throw new ProblemException(
                                    ProblemType.METHOD_NOT_ALLOWED,
                                    "Send a part with PATCH, or with POST and"
                                        + " X-HTTP-Method-Override: PATCH.")
                            .withHeader(HttpHeaders.ALLOW, "HEAD, GET, PATCH, DELETE");
        };
    }

    private @Nullable StoredFileView file(PendingUpload upload) {
        String cid = upload.cid();
        if (cid == null) {
            return null;
        }
        return this.index
                .find(cid)
                .flatMap(file ->
                        this.index
                                .findClaim(cid, upload.terms().account())
                                .map(claim -> StoredFileView.of(file, claim, this.self.address())))
                .orElse(null);
    }

    private ResponseEntity.BodyBuilder described(PendingUpload upload) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok().cacheControl(CacheControl.noStore()).headers(standing(upload));
        if (upload.length().isPresent()) {
            answer.header(Tus.LENGTH, Long.toString(upload.length().getAsLong()));
        } else {
            answer.header(Tus.DEFER_LENGTH, "1");
        }
        if (upload.terms().metadata() != null) {
            answer.header(Tus.METADATA, upload.terms().metadata());
        }
        return answer;
    }

    private HttpHeaders standing(PendingUpload upload) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(Tus.OFFSET, Long.toString(upload.offset()));
        headers.set(
                Tus.EXPIRES,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        upload.expiresAt().atOffset(ZoneOffset.UTC)));
        headers.set(Tus.SEGMENT_SIZE, Integer.toString(this.uploads.segmentBytes()));
        if (upload.cid() != null) {
            headers.set(Tus.CID, upload.cid());
        }
        return headers;
    }
}
