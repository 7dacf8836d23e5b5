package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.claim.ClaimHeaders;
import io.filetao.api.claim.Digests;
import io.filetao.api.claim.StoredFileView;
import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentProof;
import io.filetao.common.health.FileHealth;
import io.filetao.common.index.FileIndex;
import io.filetao.common.proof.ProofBundle;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The calls about files. */
@RestController
@RequestMapping("/api/v1/files")
@Tag(
        name = "Files",
        description = "Store, read, list and delete files, and see how well they stand.")
final class FileController {

    private static final int MAX_PAGE = 1000;
    private static final String CID_EXAMPLE =
            "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu";

    private final UploadHandler uploads;
    private final DownloadHandler downloads;
    private final ProofHandler proofs;
    private final FileLookup lookup;
    private final FileIndex index;
    private final FileStore store;
    private final FileProperties properties;
    private final MetagraphCache metagraph;
    private final Blocking blocking;
    private final InstantSource clock;

    FileController(
            UploadHandler uploads,
            DownloadHandler downloads,
            ProofHandler proofs,
            FileLookup lookup,
            FileIndex index,
            FileStore store,
            FileProperties properties,
            MetagraphCache metagraph,
            Blocking blocking,
            InstantSource clock) {
        this.uploads = uploads;
        this.downloads = downloads;
        this.proofs = proofs;
        this.lookup = lookup;
        this.index = index;
        this.store = store;
        this.properties = properties;
        this.metagraph = metagraph;
        this.blocking = blocking;
        this.clock = clock;
    }

    @PostMapping
    @Operation(
            operationId = "storeFile",
            summary = "Store a file",
            description =
                    "The body is the file's bytes, as a stream of any length. It is acknowledged"
                            + " once the miners hold it and have proven that they do. Bytes whose"
                            + " digest is announced in Repr-Digest and that are held already are not"
                            + " asked for. Without Filetao-Payload the bytes are stored as they are"
                            + " sent.",
            parameters = {
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "Content-Disposition",
                        description = "The file's name.",
                        schema = @Schema(type = "string", maxLength = 4096),
                        example = "attachment; filename*=UTF-8''notes.txt"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = ClaimHeaders.TTL,
                        description = "Seconds for which the file is kept; 30 days without it.",
                        schema = @Schema(type = "integer", format = "int64", minimum = "1"),
                        example = "2592000"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = ClaimHeaders.PAYLOAD,
                        description =
                                "What the client needs to decrypt the file, sealed for itself;"
                                        + " base64url.",
                        schema = @Schema(type = "string", maxLength = 8192)),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = Digests.REPRESENTATION,
                        description = "Digest of the bytes (RFC 9530): sha-256 or sha-512.",
                        schema = @Schema(type = "string", maxLength = 512),
                        example = "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = IdempotencyKeys.HEADER,
                        description =
                                "The same key with the same request gets the same answer for a day,"
                                        + " and nothing is done twice.",
                        schema = @Schema(type = "string", minLength = 1, maxLength = 255),
                        example = "8e03978e-40d5-43e8-bc93-6894a57f9324")
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/octet-stream",
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(
            responseCode = "201",
            description = "The file is stored.",
            headers = {
                @Header(
                        name = "Location",
                        description = "Where the file can be read.",
                        schema = @Schema(type = "string", format = "uri-reference")),
                @Header(
                        name = IdempotencyKeys.REPLAYED,
                        description = "Sent when the answer was given before.",
                        schema = @Schema(type = "boolean"))
            })
    Mono<ResponseEntity<StoredFileView>> store(
            @Parameter(hidden = true) ServerWebExchange exchange) {
        return this.uploads
                .store(exchange)
                .map(stored -> {
                    ResponseEntity.BodyBuilder answer =
                            ResponseEntity.created(
                                    URI.create("/api/v1/files/" + stored.file().cid()));
                    if (stored.replayed()) {
                        answer.header(IdempotencyKeys.REPLAYED, "true");
                    }
                    return answer.body(stored.file());
                });
    }

    @RequestMapping(
            path = "/{cid}",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    @Operation(
            operationId = "readFile",
            summary = "Read a file",
            description =
                    "The bytes as they were sent, whole or in ranges. The entity tag is the"
                            + " identifier, so that a copy never goes stale.",
            parameters = {
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "Range",
                        description = "Parts of the file (RFC 9110).",
                        schema = @Schema(type = "string", maxLength = 512),
                        example = "bytes=0-99"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "If-Range",
                        description = "The range applies only to this entity tag.",
                        schema = @Schema(type = "string", maxLength = 128)),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "If-None-Match",
                        description = "Entity tags of copies that are there already.",
                        schema = @Schema(type = "string", maxLength = 1024)),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = ContentProof.WANTED,
                        description =
                                "?1 asks, together with one range, for what proves that its bytes"
                                        + " belong to the content root; the answer then ends where a"
                                        + " group of 4 MiB does. Ranges of encrypted files are verified"
                                        + " by decrypting them instead.",
                        schema = @Schema(type = "string", maxLength = 8),
                        example = "?1")
            })
    @ApiResponse(
            responseCode = "200",
            description = "The whole file.",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(
            responseCode = "206",
            description = "The parts that were asked for.",
            headers =
                    @Header(
                            name = ContentProof.HEADER,
                            description =
                                    "Leaves of the range's group and the path from its node to the"
                                            + " content root (docs/spec/data-path.md, section 6).",
                            schema =
                                    @Schema(
                                            type = "string",
                                            example = "leaves=:BASE64:, path=:BASE64:")))
    @ApiResponse(responseCode = "304", description = "The copy is good.")
    Mono<Void> read(
            @Parameter(description = "The file's identifier.", example = CID_EXAMPLE) @PathVariable
                    String cid,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        return this.downloads.read(exchange, Cid.decode(cid));
    }

    @GetMapping
    @Operation(
            operationId = "listFiles",
            summary = "List the account's files",
            description = "Newest first, a page at a time.")
    @ApiResponse(responseCode = "200", description = "One page.")
    Mono<FileListView> list(
            @Parameter(description = "The next member of the page before.")
                    @RequestParam(required = false)
                    @Nullable String cursor,
            @Parameter(
                            description = "Most files of the page.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "100")
                    int limit,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "limit must be from 1 to %d.".formatted(MAX_PAGE));
        }
        String account = ApiCaller.of(exchange).account();
        return this.blocking.call(() -> list(account, cursor, limit));
    }

    private FileListView list(String account, @Nullable String cursor, int limit) {
        try {
            return FileListView.of(this.index.list(account, cursor, limit));
        } catch (IllegalArgumentException foreign) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "cursor is not one that this node gave; start without it.",
                    foreign);
        }
    }

    @GetMapping("/{cid}/health")
    @Operation(
            operationId = "fileHealth",
            summary = "See how well a file stands",
            description =
                    "Every shard with its miner and the time of its last proof; whatever does not"
                            + " stand names its reason.")
    @ApiResponse(responseCode = "200", description = "The file's health now.")
    Mono<FileHealthView> health(
            @Parameter(description = "The file's identifier.", example = CID_EXAMPLE) @PathVariable
                    String cid,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        Cid known = Cid.decode(cid);
        ApiCaller caller = ApiCaller.of(exchange);
        return this.blocking.call(() -> {
            Metagraph now = this.metagraph.metagraph();
            FileHealth health =
                    FileHealth.of(
                            this.lookup.find(known, caller).file(),
                            miner -> now.neuron(miner).isPresent(),
                            this.clock.instant(),
                            this.properties.proofAge());
            return FileHealthView.of(health, now);
        });
    }

    @RequestMapping(
            path = "/{cid}/proof",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    @Operation(
            operationId = "proveFile",
            summary = "Get a file's proofs",
            description =
                    "A bundle that anybody can check offline with 'filetao verify': what the file"
                            + " consists of, the miners' receipts and the newest public transcript of"
                            + " every shard. It is gathered from the miners and signed anew for each"
                            + " request; a miner that does not answer is left out and named. HEAD asks"
                            + " no miner and tells no length.")
    @ApiResponse(
            responseCode = "200",
            description = "The bundle, as docs/spec/proofs.md describes it.",
            headers = {
                @Header(
                        name = ProofHandler.SHARDS,
                        description = "Number of shards that the bundle shows.",
                        schema = @Schema(type = "integer", format = "int32", example = "5")),
                @Header(
                        name = ProofHandler.LEFT_OUT,
                        description =
                                "Miners of which it shows nothing, with the number of their shards"
                                        + " and the reason.",
                        schema = @Schema(type = "string"))
            },
            content =
                    @Content(
                            mediaType = ProofBundle.MEDIA_TYPE,
                            schema = @Schema(type = "string", format = "binary")))
    Mono<Void> prove(
            @Parameter(description = "The file's identifier.", example = CID_EXAMPLE) @PathVariable
                    String cid,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        return this.proofs.prove(exchange, Cid.decode(cid));
    }

    @DeleteMapping("/{cid}")
    @Operation(
            operationId = "deleteFile",
            summary = "Give a file up",
            description =
                    "Ends the account's claim; the bytes go with the last claim of any account.",
            parameters =
                    @Parameter(
                            in = ParameterIn.HEADER,
                            name = "If-Match",
                            description =
                                    "Entity tag that the file must have; it always is its CID.",
                            schema = @Schema(type = "string", maxLength = 1024)))
    @ApiResponse(responseCode = "204", description = "The claim has ended.")
    Mono<ResponseEntity<Void>> delete(
            @Parameter(description = "The file's identifier.", example = CID_EXAMPLE) @PathVariable
                    String cid,
            @Parameter(hidden = true) ServerWebExchange exchange) {
        Cid known = Cid.decode(cid);
        EntityTag.of(known).requireMatch(exchange.getRequest().getHeaders());
        String account = ApiCaller.of(exchange).account();
        return this.blocking.call(() -> delete(known, account));
    }

    private ResponseEntity<Void> delete(Cid cid, String account) {
        if (!this.store.remove(cid.toString(), account)) {
            throw new ProblemException(
                    ProblemType.FILE_NOT_FOUND,
                    "This account has no file of the identifier %s here.".formatted(cid));
        }
        return new ResponseEntity<>(HttpStatus.NO_CONTENT);
    }
}
