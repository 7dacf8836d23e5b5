package io.filetao.api.upload;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.claim.Digests;
import io.filetao.api.claim.StoreProperties;
import io.filetao.api.claim.StoredFileView;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.PendingUpload;
import io.filetao.common.wallet.Keypair;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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

/** The calls about uploads that can be resumed. */
@RestController
@RequestMapping(UploadController.PATH)
@Tag(
        name = "Uploads",
        description = "Store large files over several requests, by the tus protocol 1.0.0.")
final class UploadController {

    static final String PATH = "/api/v1/uploads";

    private static final String ID_EXAMPLE = "9f3a61c2d4e84b0fa1c7de5520b8146e";

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
    @SecurityRequirements
    @Operation(
            operationId = "discoverUploads",
            summary = "See what the protocol can do here",
            description = "Versions, extensions and limits, for everybody.")
    @ApiResponse(responseCode = "204", description = "What is served.")
    @TusHeaders(
            answer = {
                Tus.VERSION,
                Tus.EXTENSION,
                Tus.MAX_SIZE,
                Tus.CHECKSUM_ALGORITHM,
                Tus.SEGMENT_SIZE,
                Tus.RESUMABLE
            })
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
    @Operation(
            operationId = "createUpload",
            summary = "Begin to store a file",
            description =
                    "The file comes with this request, with later ones, or with both: as parts of"
                            + " type application/offset+octet-stream. When the network holds bytes of"
                            + " the announced digest already, nothing has to come.",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = Tus.PART,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(responseCode = "201", description = "The upload is begun.")
    @TusHeaders(
            required = Tus.RESUMABLE,
            optional = {
                Tus.LENGTH,
                Tus.DEFER_LENGTH,
                Tus.METADATA,
                ClaimHeaders.TTL,
                ClaimHeaders.PAYLOAD,
                Digests.REPRESENTATION,
                Tus.CHECKSUM
            },
            answer = {
                HttpHeaders.LOCATION,
                Tus.OFFSET,
                Tus.EXPIRES,
                Tus.SEGMENT_SIZE,
                Tus.CID,
                Tus.RESUMABLE
            })
    Mono<ResponseEntity<Void>> create(@Parameter(hidden = true) ServerWebExchange exchange) {
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
    @Operation(
            operationId = "findUpload",
            summary = "Ask where an upload stands",
            description = "Waits for a few seconds when a part is on its way.")
    @ApiResponse(responseCode = "200", description = "Where the next part begins.")
    @TusHeaders(
            required = Tus.RESUMABLE,
            answer = {
                Tus.OFFSET,
                Tus.LENGTH,
                Tus.DEFER_LENGTH,
                Tus.METADATA,
                Tus.EXPIRES,
                Tus.SEGMENT_SIZE,
                Tus.CID,
                Tus.RESUMABLE
            })
    Mono<ResponseEntity<Void>> offset(
            @Parameter(description = "The upload's identifier.", example = ID_EXAMPLE) @PathVariable
                    String id,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking
                .call(() -> this.uploads.settled(id, caller))
                .map(upload -> described(upload).build());
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "showUpload",
            summary = "See an upload and the file that it became",
            description =
                    "For people and programs that do not speak the protocol; nothing is waited"
                            + " for.")
    @ApiResponse(responseCode = "200", description = "The upload as it stands now.")
    @TusHeaders(
            answer = {
                Tus.OFFSET,
                Tus.LENGTH,
                Tus.DEFER_LENGTH,
                Tus.METADATA,
                Tus.EXPIRES,
                Tus.SEGMENT_SIZE,
                Tus.CID,
                Tus.RESUMABLE
            })
    Mono<ResponseEntity<UploadView>> show(
            @Parameter(description = "The upload's identifier.", example = ID_EXAMPLE) @PathVariable
                    String id,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking.call(() -> {
            PendingUpload upload = this.uploads.find(id, caller);
            return described(upload).body(UploadView.of(upload, file(upload)));
        });
    }

    @PatchMapping("/{id}")
    @Operation(
            operationId = "appendUpload",
            summary = "Send a part of a file",
            description =
                    "What is acknowledged miners hold and have proven. A part that breaks off"
                            + " counts up to its last whole segment, one with a checksum or of a signed"
                            + " request only as a whole; one that ends early counts in multiples of 64"
                            + " KiB.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = Tus.PART,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(responseCode = "204", description = "The part is stored.")
    @TusHeaders(
            required = {Tus.RESUMABLE, Tus.OFFSET},
            optional = {Tus.LENGTH, Tus.CHECKSUM},
            answer = {Tus.OFFSET, Tus.EXPIRES, Tus.SEGMENT_SIZE, Tus.CID, Tus.RESUMABLE})
    Mono<ResponseEntity<Void>> append(
            @Parameter(description = "The upload's identifier.", example = ID_EXAMPLE) @PathVariable
                    String id,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking
                .call(() -> this.uploads.append(id, exchange.getRequest(), caller))
                .map(upload -> ResponseEntity.noContent().headers(standing(upload)).build());
    }

    @DeleteMapping("/{id}")
    @Operation(
            operationId = "terminateUpload",
            summary = "Give an upload up",
            description = "What miners hold of it is dropped; a file that it became stays.")
    @ApiResponse(responseCode = "204", description = "The upload is gone.")
    @TusHeaders(required = Tus.RESUMABLE, answer = Tus.RESUMABLE)
    Mono<ResponseEntity<Void>> terminate(
            @Parameter(description = "The upload's identifier.", example = ID_EXAMPLE) @PathVariable
                    String id,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        Tus.requireVersion(exchange.getRequest().getHeaders());
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking.call(() -> {
            this.uploads.terminate(id, caller);
            return new ResponseEntity<>(HttpStatus.NO_CONTENT);
        });
    }

    /** For clients that cannot send another method than POST. */
    @PostMapping("/{id}")
    @Hidden
    Mono<ResponseEntity<Void>> overridden(
            @Parameter(description = "The upload's identifier.", example = ID_EXAMPLE) @PathVariable
                    String id,
            @Parameter(hidden = true) ServerWebExchange exchange) {
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
