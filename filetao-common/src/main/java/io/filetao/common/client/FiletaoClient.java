package io.filetao.common.client;

import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentProof;
import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.protocol.NonceSequence;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.wallet.Ss58Address;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to one API node over HTTP: bytes as they are stored, encrypted or not. {@link FileSpool} and {@link FileDownload} put
 * encryption on top.
 *
 * <p>Requests are signed when there is an {@link Identity}. A transfer may take as long as it moves; it ends with an
 * {@link IOException} once nothing has moved for the idle time. Failures are {@link FiletaoClientException}s with one sentence.
 * Safe for use by several threads.
 *
 * <pre>{@code
 * try (FiletaoClient client = FiletaoClient.builder(URI.create("http://127.0.0.1:8080")).identity(me).build()) {
 *     StoredFile stored = client.store(upload, Progress.NONE);
 * }
 * }</pre>
 */
public final class FiletaoClient implements AutoCloseable {

    /** Header that carries a claim's payload, base64url. */
    public static final String PAYLOAD_HEADER = "Filetao-Payload";

    /** Header with the number of seconds after which a claim ends. */
    public static final String TTL_HEADER = "Filetao-Ttl";

    /** Bytes from which a file is worth being sent segment by segment: more than one segment. */
    public static final long RESUMABLE_BYTES = (64 << 20) + 1;

    private static final String TOKENS = "/api/v1/access/tokens";
    private static final String LEFT_OUT_HEADER = "Filetao-Left-Out";
    private static final int TRANSFER_BYTES = 64 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_IDLE = Duration.ofSeconds(60);
    private static final int MAX_DOCUMENT = 4 * 1024 * 1024;
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final HttpClient http;
    private final URI api;
    private final @Nullable Identity identity;
    private final @Nullable Ss58Address receiver;
    private final @Nullable String token;
    private final Duration idle;
    private final NonceSequence nonces = new NonceSequence(Clock.systemUTC());

    private FiletaoClient(Builder builder) {
        this.api = builder.api;
        this.identity = builder.identity;
        this.receiver = builder.receiver;
        this.token = builder.token;
        this.idle = builder.idle;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /** A client of the node at the given base address. */
    public static Builder builder(URI api) {
        return new Builder(api);
    }

    /** The node's base address, without a slash at the end. */
    public URI api() {
        return this.api;
    }

    /**
     * Sends a file's bytes and waits until the network holds and has proven them. Bytes that are held already are not sent.
     *
     * @throws ApiProblemException when the node refuses; nothing is stored then
     */
    public StoredFile store(Upload upload, Progress progress) throws FiletaoClientException {
        try {
            IdleWatch watch = watch();
            BodyPublisher body =
                    new WatchedBody(BodyPublishers.ofFile(upload.bytes()), watch, progress);
            HttpRequest.Builder request =
                    request("POST", "/api/v1/files", upload.digest())
                            .expectContinue(true)
                            .header("Content-Type", upload.contentType())
                            .header("Repr-Digest", digestHeader(upload.digest()))
                            .POST(body);
            describe(request, upload);
            if (upload.name() != null) {
                request.header(
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''" + percentEncoded(upload.name()));
            }
            return document(send(request, watch), StoredFile.class);
        } catch (FileNotFoundException missing) {
            throw new FiletaoClientException(
                    "The file " + upload.bytes() + " cannot be read.", missing);
        } catch (IOException failed) {
            throw translated(this.api, failed);
        }
    }

    /**
     * Sends a file's bytes segment by segment and waits until the network holds and has proven them. What broke off goes on where
     * it was, in this run or in a later one with the same place, at this node or another one of its validator; at most one segment is
     * sent again.
     *
     * @param place remembers the upload while it is not finished
     * @throws ApiProblemException when the node refuses
     */
    public StoredFile storeResumably(Upload upload, UploadPlace place, Progress progress)
            throws FiletaoClientException {
        try {
            return new ResumableTransfer(this, upload, place, progress).send();
        } catch (NoSuchFileException missing) {
            throw new FiletaoClientException(
                    "The file " + upload.bytes() + " cannot be read.", missing);
        } catch (IOException failed) {
            throw translated(this.api, failed);
        }
    }

    /** Says of a file what is kept beside it, but for its name and type. */
    void describe(HttpRequest.Builder request, Upload upload) {
        if (upload.ttl() != null) {
            request.header(TTL_HEADER, Long.toString(upload.ttl().toSeconds()));
        }
        if (upload.payload() != null) {
            request.header(PAYLOAD_HEADER, upload.payload());
        }
    }

    static String digestHeader(Hash digest) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(digest.bytes()) + ":";
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the node says about a file, without its bytes. */
    public RemoteFile describe(Cid cid) throws FiletaoClientException {
        HttpResponse<InputStream> response =
                send(
                        request("HEAD", "/api/v1/files/" + cid, RequestSignature.EMPTY_BODY)
                                .method("HEAD", BodyPublishers.noBody()));
        if (response.statusCode() != 200) {
            // A HEAD answer has no body; the same question as a GET of one byte brings the reason.
            throw refusalOf(cid, response);
        }
        return new RemoteFile(
                cid,
                response.headers().firstValueAsLong("Content-Length").orElse(0),
                response.headers()
                        .firstValue("Content-Disposition")
                        .map(FileNames::ofDisposition)
                        .orElse(null),
                response.headers().firstValue("Content-Type").orElse("application/octet-stream"),
                response.headers().firstValue(PAYLOAD_HEADER).orElse(null));
    }

    private FiletaoClientException refusalOf(Cid cid, HttpResponse<InputStream> head)
            throws FiletaoClientException {
        HttpResponse<InputStream> response =
                send(
                        request("GET", "/api/v1/files/" + cid, RequestSignature.EMPTY_BODY)
                                .header("Range", "bytes=0-0"));
        return response.statusCode() / 100 == 2
                ? new FiletaoClientException(
                        "The node answered "
                                + head.statusCode()
                                + " first and then changed its mind; try again.")
                : problem(response);
    }

    /**
     * The stored bytes from one offset up to another (exclusive), as they arrive.
     *
     * @throws ApiProblemException when the node refuses
     */
    public InputStream read(Cid cid, long from, long to) throws FiletaoClientException {
        HttpRequest.Builder request =
                request("GET", "/api/v1/files/" + cid, RequestSignature.EMPTY_BODY);
        request.header("Range", "bytes=" + from + "-" + (to - 1));
        HttpResponse<InputStream> response = send(request);
        if (response.statusCode() != 206) {
            throw problem(response);
        }
        return new IdleTimeoutInputStream(response.body(), this.idle);
    }

    /**
     * The stored bytes from one offset up to another (exclusive), or a first part of them, with what proves that they belong to the
     * file's content root. Both must be where a block begins, the end also where the file ends.
     *
     * @throws ApiProblemException when the node refuses
     * @throws UnprovenAnswerException when the answer carries no proof
     */
    ProvenRange readProven(Cid cid, long from, long to) throws FiletaoClientException {
        HttpResponse<InputStream> response =
                send(
                        request("GET", "/api/v1/files/" + cid, RequestSignature.EMPTY_BODY)
                                .header("Range", "bytes=" + from + "-" + (to - 1))
                                .header(ContentProof.WANTED, "?1"));
        if (response.statusCode() / 100 != 2) {
            throw problem(response);
        }
        InputStream body = new IdleTimeoutInputStream(response.body(), this.idle);
        return ProvenRange.of(response.statusCode(), response.headers(), body)
                .orElseThrow(() -> {
                    closeQuietly(body);
                    return new UnprovenAnswerException(
                            "The node at %s does not prove what it sends; ask another API node."
                                    .formatted(this.api));
                });
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException alreadyBroken) {
            // Nothing more is wanted from it.
        }
    }

    /**
     * One page of the account's files.
     *
     * @param cursor from the page before, null for the first
     */
    public FileListing list(@Nullable String cursor, int limit) throws FiletaoClientException {
        String target =
                "/api/v1/files?limit="
                        + limit
                        + (cursor == null
                                ? ""
                                : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
        return get(target, FileListing.class);
    }

    /** Ends the account's claim on a file. */
    public void delete(Cid cid) throws FiletaoClientException {
        HttpResponse<InputStream> response =
                send(
                        request("DELETE", "/api/v1/files/" + cid, RequestSignature.EMPTY_BODY)
                                .DELETE());
        if (response.statusCode() != 204) {
            throw problem(response);
        }
    }

    /** How many of the file's shards stand. */
    public FileHealthReport health(Cid cid) throws FiletaoClientException {
        return get("/api/v1/files/" + cid + "/health", FileHealthReport.class);
    }

    /**
     * Writes the file's proof bundle, gathered by the node for this request, to a stream that the caller closes.
     *
     * @throws ApiProblemException when the node refuses; nothing is written then
     */
    public ProofReport proof(Cid cid, OutputStream out) throws IOException {
        HttpResponse<InputStream> response =
                send(
                        request(
                                "GET",
                                "/api/v1/files/" + cid + "/proof",
                                RequestSignature.EMPTY_BODY));
        if (response.statusCode() != 200) {
            throw problem(response);
        }
        byte[] buffer = new byte[TRANSFER_BYTES];
        long total = 0;
        try (InputStream body = new IdleTimeoutInputStream(response.body(), this.idle)) {
            for (int read = received(body, buffer); read >= 0; read = received(body, buffer)) {
                total += read;
                if (total > ProofBundle.MAX_BYTES) {
                    throw new FiletaoClientException(
                            "The answer of %s is longer than a proof bundle can be; check the address."
                                    .formatted(this.api));
                }
                out.write(buffer, 0, read);
            }
        }
        return new ProofReport(
                total,
                response.headers()
                        .firstValue(LEFT_OUT_HEADER)
                        .map(ProofReport::parse)
                        .orElse(List.of()));
    }

    private int received(InputStream body, byte[] buffer) throws FiletaoClientException {
        try {
            return body.read(buffer);
        } catch (IOException failed) {
            throw translated(this.api, failed);
        }
    }

    /** What the node says about itself and the chain. */
    public NetworkReport network() throws FiletaoClientException {
        return get("/api/v1/network", NetworkReport.class);
    }

    /** The miners that may hold shards, by uid. */
    public List<MinerReport> miners() throws FiletaoClientException {
        return get("/api/v1/network/miners", MinerReport.Page.class).items();
    }

    /** The validators of the subnet. */
    public List<ValidatorReport> validators() throws FiletaoClientException {
        return get("/api/v1/network/validators", ValidatorReport.Page.class).items();
    }

    /** Has the node issue a bearer token, for which the caller needs the scope {@code admin}. */
    public TokenReport grant(TokenRequest wanted) throws FiletaoClientException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("hotkey", wanted.hotkey());
        members.put("scopes", wanted.scopes());
        if (wanted.ttl() != null) {
            members.put("ttl", wanted.ttl().toSeconds());
        }
        if (wanted.name() != null) {
            members.put("name", wanted.name());
        }
        if (wanted.account() != null) {
            members.put("account", wanted.account());
        }
        byte[] body = JSON.writeValueAsBytes(members);
        try {
            return document(
                    send(
                            request("POST", TOKENS, Hash.sha256(body))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofByteArray(body))),
                    TokenReport.class);
        } catch (IOException failed) {
            throw translated(this.api, failed);
        }
    }

    /** The tokens that hold on the node, newest first. */
    public List<TokenReport> tokens() throws FiletaoClientException {
        return get(TOKENS, TokenReport.Page.class).items();
    }

    /** Ends a token. */
    public void revoke(String tokenId) throws FiletaoClientException {
        String target =
                TOKENS
                        + "/"
                        + URLEncoder.encode(tokenId, StandardCharsets.UTF_8).replace("+", "%20");
        HttpResponse<InputStream> response =
                send(request("DELETE", target, RequestSignature.EMPTY_BODY).DELETE());
        if (response.statusCode() != 204) {
            throw problem(response);
        }
    }

    @Override
    public void close() {
        this.http.shutdownNow();
    }

    /** Gathers who calls, whom, and how patiently; what is not said stays unsigned and unaddressed. */
    public static final class Builder {

        private final URI api;
        private @Nullable Identity identity;
        private @Nullable Ss58Address receiver;
        private @Nullable String token;
        private Duration idle = DEFAULT_IDLE;

        private Builder(URI api) {
            this.api = withoutSlash(api);
        }

        /** Signs every request; without it requests go unsigned, which open access admits. */
        public Builder identity(@Nullable Identity caller) {
            this.identity = caller;
            return this;
        }

        /** Addresses every request to the node with this hotkey, so that no other accepts it. */
        public Builder receiver(@Nullable Ss58Address node) {
            this.receiver = node;
            return this;
        }

        /** Sends a bearer token. */
        public Builder token(@Nullable String bearerToken) {
            this.token = bearerToken;
            return this;
        }

        /** How long a transfer may stand still. */
        public Builder idleTimeout(Duration limit) {
            this.idle = limit;
            return this;
        }

        public FiletaoClient build() {
            return new FiletaoClient(this);
        }
    }

    private <T> T get(String target, Class<T> type) throws FiletaoClientException {
        try {
            return document(send(request("GET", target, RequestSignature.EMPTY_BODY)), type);
        } catch (IOException failed) {
            throw translated(this.api, failed);
        }
    }

    HttpRequest.Builder request(String method, String target, Hash bodyDigest) {
        URI uri = URI.create(this.api + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (this.token != null) {
            request.header("Authorization", "Bearer " + this.token);
        }
        if (this.identity != null) {
            String line =
                    uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            Map<String, String> signature =
                    RequestSignature.sign(
                            this.identity.hotkey(),
                            method,
                            line,
                            this.receiver,
                            bodyDigest,
                            this.nonces.next());
            signature.forEach(request::header);
            if (this.identity.certificate() != null) {
                request.header(RequestSignature.ACCOUNT_HEADER, this.identity.certificate());
            }
        }
        return request;
    }

    IdleWatch watch() {
        return new IdleWatch(this.idle);
    }

    HttpResponse<InputStream> send(HttpRequest.Builder request) throws FiletaoClientException {
        return send(request, watch());
    }

    HttpResponse<InputStream> send(HttpRequest.Builder request, IdleWatch watch)
            throws FiletaoClientException {
        try {
            return watch.await(this.http.sendAsync(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException failed) {
            throw translated(this.api, failed);
        }
    }

    <T> T document(HttpResponse<InputStream> response, Class<T> type) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw problem(response);
        }
        try {
            return JSON.readValue(body(response), type);
        } catch (JacksonException garbled) {
            throw new FiletaoClientException(
                    "The answer of "
                            + this.api
                            + " is not that of a FileTAO API; check the address.",
                    garbled);
        }
    }

    FiletaoClientException problem(HttpResponse<InputStream> response)
            throws FiletaoClientException {
        String type = "about:blank";
        String detail = "";
        try {
            ProblemDocument problem = JSON.readValue(body(response), ProblemDocument.class);
            type = problem.type() == null ? type : problem.type();
            detail = problem.detail() == null ? "" : problem.detail();
        } catch (JacksonException | IOException withoutDocument) {
            // The status alone has to tell.
        }
        if (detail.isBlank()) {
            detail =
                    "The API node at %s answered with status %d; check its log."
                            .formatted(this.api, response.statusCode());
        }
        Duration retryAfter =
                response.headers()
                        .firstValue("Retry-After")
                        .map(FiletaoClient::seconds)
                        .orElse(null);
        return new ApiProblemException(response.statusCode(), type, detail, retryAfter);
    }

    private static @Nullable Duration seconds(String header) {
        try {
            return Duration.ofSeconds(Long.parseUnsignedLong(header.trim()));
        } catch (IllegalArgumentException | ArithmeticException aDate) {
            return null;
        }
    }

    private byte[] body(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = new IdleTimeoutInputStream(response.body(), this.idle)) {
            return body.readNBytes(MAX_DOCUMENT);
        }
    }

    /** The same failure with a sentence that says what to do. */
    static FiletaoClientException translated(URI api, IOException failed) {
        return switch (failed) {
            case FiletaoClientException clear -> clear;
            case ConnectException refused ->
                    new FiletaoClientException(
                            "No API node answers at %s; start one (filetao localnet) or name another with --api."
                                    .formatted(api),
                            refused);
            case HttpConnectTimeoutException late ->
                    new FiletaoClientException(
                            "The API node at %s does not answer; check the address or name another with --api."
                                    .formatted(api),
                            late);
            case HttpTimeoutException late ->
                    new FiletaoClientException(
                            "The API node at %s went silent (%s); try again."
                                    .formatted(api, late.getMessage()),
                            late);
            default ->
                    new FiletaoClientException(
                            "The connection to %s broke off; try again.".formatted(api), failed);
        };
    }

    private static URI withoutSlash(URI api) {
        String text = api.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : api;
    }

    private static String percentEncoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The members of an RFC 9457 document that matter here. */
    private record ProblemDocument(@Nullable String type, @Nullable String detail) {}
}
