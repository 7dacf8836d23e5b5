package io.filetao.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Sends requests to an API that are nearly what its description asks for, byte by byte, so that no client library tidies them up. */
final class FuzzedApi {

    private static final Set<String> METHODS =
            Set.of("get", "head", "post", "put", "patch", "delete");
    private static final Set<Integer> DOCUMENTED_FAILURES = Set.of(503, 507);
    private static final Pattern CID = Pattern.compile("bafkrei[a-z2-7]{52}");
    private static final Pattern INSIDE =
            Pattern.compile(
                    "\tat |io\\.filetao\\.|java\\.lang|springframework|reactor\\.|Exception");
    private static final int MAX_ANSWER = 4 << 20;

    private static final String[] VALUES = {
        "",
        "0",
        "1",
        "-1",
        "1000",
        "1001",
        "9223372036854775808",
        "1e3",
        "NaN",
        "null",
        "true",
        "*",
        "\"",
        "\"\"",
        "\"*\"",
        "bytes=0-0",
        "bytes=-1",
        "bytes=0-,0-,0-",
        "bytes=5-1",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
        "sha-512=:AAAA:",
        "attachment; filename*=UTF-8''%00%ff",
        "attachment; filename=\"a\\\"b\"",
        "text/html; charset=x",
        "multipart/form-data; boundary=x",
        "application/json",
        "gzip",
        "100-continue",
        "Bearer filetao_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
        "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu",
        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPJ7G",
        "0x" + "0".repeat(128),
        "../../../../etc/passwd",
        "${jndi:ldap://127.0.0.1/x}",
        "';--",
        "ä€🦊",
        "x".repeat(9_000)
    };

    private static final String[] HEADERS = {
        "Range",
        "If-Range",
        "If-Match",
        "If-None-Match",
        "Content-Type",
        "Content-Encoding",
        "Content-Disposition",
        "Accept",
        "Accept-Encoding",
        "Authorization",
        "Expect",
        "Filetao-Ttl",
        "Filetao-Payload",
        "Filetao-Account",
        "Filetao-Body-Digest",
        "Repr-Digest",
        "Content-Digest",
        "Idempotency-Key",
        "Last-Event-ID",
        "X-Bittensor-Version",
        "X-Bittensor-Hotkey",
        "X-Bittensor-Nonce",
        "X-Bittensor-Signature",
        "X-Bittensor-Receiver",
        "X-Forwarded-For",
        "X-HTTP-Method-Override"
    };

    private final URI api;
    private final Random random;
    private final List<Operation> operations = new ArrayList<>();
    private final List<String> cids = new ArrayList<>();

    private FuzzedApi(URI api, Random random) {
        this.api = api;
        this.random = random;
    }

    static FuzzedApi read(JsonNode document, URI api, Random random) {
        FuzzedApi fuzzed = new FuzzedApi(api, random);
        document.path("paths")
                .forEachEntry((path, item) ->
                        item.forEachEntry((method, operation) -> {
                            if (METHODS.contains(method)) {
                                fuzzed.operations.add(Operation.of(method, path, operation));
                            }
                        }));
        assertThat(fuzzed.operations).hasSizeGreaterThan(10);
        return fuzzed;
    }

    /** Sends one request and answers what came back. */
    Answer send() throws IOException {
        Operation operation = pick(this.operations);
        String method =
                chance(20) ? pick(List.of("PUT", "PATCH", "OPTIONS", "X")) : operation.method();
        byte[] body = body(operation);
        StringBuilder head = new StringBuilder();
        head.append(method)
                .append(' ')
                .append(target(operation))
                .append(" HTTP/1.1\r\nHost: x\r\n");
        head.append("Connection: close\r\n");
        int headers = this.random.nextInt(4);
        for (int i = 0; i < headers; i++) {
            String name =
                    chance(3) && !operation.headers().isEmpty()
                            ? pick(operation.headers())
                            : HEADERS[this.random.nextInt(HEADERS.length)];
            head.append(name).append(": ").append(value()).append("\r\n");
        }
        if (body.length > 0 || chance(2)) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        String request = head.append("\r\n").toString();
        Answer answer = exchange(operation, method, request, body);
        if (answer.status() == 201) {
            Matcher cid = CID.matcher(answer.text());
            if (cid.find() && this.cids.size() < 100) {
                this.cids.add(cid.group());
            }
        }
        return answer;
    }

    private Answer exchange(Operation operation, String method, String request, byte[] body)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(this.api.getHost(), this.api.getPort())) {
            boolean endless = operation.path().endsWith("/events");
            socket.setSoTimeout(endless ? 50 : 15_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(body);
                socket.getOutputStream().flush();
            } catch (IOException refusedBeforeTheEnd) {
                // The answer tells why.
            }
            read(socket.getInputStream(), answer);
        } catch (SocketTimeoutException stillOpen) {
            assertThat(operation.path()).as("only a live stream stays open").endsWith("/events");
        } catch (IOException reset) {
            // Closed over what was still on its way; what was received counts.
        }
        return Answer.of(
                operation.path().endsWith("/events"),
                method,
                request,
                answer.toString(StandardCharsets.ISO_8859_1));
    }

    private static void read(InputStream in, ByteArrayOutputStream answer) throws IOException {
        byte[] buffer = new byte[16 << 10];
        for (int read; answer.size() < MAX_ANSWER && (read = in.read(buffer)) >= 0; ) {
            answer.write(buffer, 0, read);
        }
    }

    private String target(Operation operation) {
        String path =
                Pattern.compile("\\{[^}]+}")
                        .matcher(operation.path())
                        .replaceAll(_ -> Matcher.quoteReplacement(segment()));
        StringBuilder target = new StringBuilder(path);
        char separator = '?';
        for (String name : operation.queries()) {
            if (chance(2)) {
                target.append(separator).append(name).append('=').append(encoded(value()));
                separator = '&';
            }
        }
        if (chance(30)) {
            target.append(pick(List.of("/", "//", ";x=1", "%00", "%2e%2e", "?%", "#", "\\")));
        }
        return target.toString();
    }

    private String segment() {
        if (!this.cids.isEmpty() && chance(2)) {
            return this.cids.get(this.random.nextInt(this.cids.size()));
        }
        String value = value();
        return value.isEmpty()
                ? "x"
                : encoded(value.length() > 500 ? value.substring(0, 500) : value);
    }

    private byte[] body(Operation operation) {
        if (!operation.hasBody() && !chance(10)) {
            return new byte[0];
        }
        if (operation.path().contains("/access/") || chance(5)) {
            String hotkey =
                    chance(2) ? "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY" : value();
            return ("{\"hotkey\":\""
                            + hotkey
                            + "\",\"scopes\":[\""
                            + value()
                            + "\"],\"ttl\":"
                            + value()
                            + "}")
                    .getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes =
                new byte[chance(20) ? this.random.nextInt(100_000) : this.random.nextInt(200)];
        this.random.nextBytes(bytes);
        return bytes;
    }

    private String value() {
        String value = VALUES[this.random.nextInt(VALUES.length)];
        if (value.isEmpty() || !chance(4)) {
            return value;
        }
        StringBuilder mutated = new StringBuilder(value);
        int at = this.random.nextInt(mutated.length());
        mutated.setCharAt(at, (char) (' ' + this.random.nextInt(95)));
        return mutated.toString();
    }

    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
            int code = one & 0xff;
            boolean plain = code < 128 && Character.isLetterOrDigit(code);
            encoded.append(plain ? String.valueOf((char) code) : "%%%02X".formatted(code));
        }
        return encoded.toString();
    }

    private boolean chance(int oneIn) {
        return this.random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(this.random.nextInt(list.size()));
    }

    /** One operation of the description. */
    private record Operation(
            String method,
            String path,
            List<String> queries,
            List<String> headers,
            boolean hasBody) {

        static Operation of(String method, String path, JsonNode operation) {
            return new Operation(
                    method.toUpperCase(Locale.ROOT),
                    path,
                    names(operation, "query"),
                    names(operation, "header"),
                    operation.has("requestBody"));
        }

        private static List<String> names(JsonNode operation, String in) {
            return operation
                    .path("parameters")
                    .valueStream()
                    .filter(parameter -> in.equals(parameter.path("in").asString("")))
                    .map(parameter -> parameter.path("name").asString(""))
                    .toList();
        }
    }

    /**
     * What came back.
     *
     * @param status 0 when the connection was closed without an answer
     */
    record Answer(boolean endless, String method, String request, int status, String text) {

        private static final Pattern STATUS = Pattern.compile("(?s)HTTP/1\\.1 (\\d{3}).*");

        static Answer of(boolean endless, String method, String request, String text) {
            // What comes before the final answer.
            String last =
                    text.startsWith("HTTP/1.1 100")
                            ? text.substring(text.indexOf("\r\n\r\n") + 4)
                            : text;
            Matcher status = STATUS.matcher(last);
            return new Answer(
                    endless,
                    method,
                    request,
                    status.matches() ? Integer.parseInt(status.group(1)) : 0,
                    last);
        }

        /** Fails when it is not one that a client may get. */
        void check() {
            assertThat(this.status)
                    .as(this.request)
                    .satisfies(code ->
                            assertThat(code < 500 || DOCUMENTED_FAILURES.contains(code)).isTrue());
            if (this.status >= 400) {
                String said = this.text.replaceAll("\"(instance|detail)\":\"[^\"]*\"", "");
                assertThat(INSIDE.matcher(said).find()).as(this.request + this.text).isFalse();
                boolean empty = this.text.endsWith("\r\n\r\n");
                assertThat(empty || this.text.contains("application/problem+json"))
                        .as(this.request + this.text)
                        .isTrue();
            }
        }
    }
}
