package io.filetao.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/** Takes traces as an OpenTelemetry collector does: protobuf over HTTP, {@code ExportTraceServiceRequest}. */
final class OtlpReceiver implements AutoCloseable {

    private static final int MAX_BYTES = 64 << 20;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    OtlpReceiver() throws IOException {
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.createContext("/v1/traces", this::take);
        this.server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1/traces");
    }

    /** All spans that came so far. */
    List<Span> spans() {
        return List.copyOf(this.spans);
    }

    @Override
    public void close() {
        this.server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            boolean packed =
                    "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] request = (packed ? new GZIPInputStream(body) : body).readNBytes(MAX_BYTES);
            fields(request, (field, resource) -> resource(resource));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void resource(ByteBuffer resourceSpans) {
        Map<String, String> attributes = new HashMap<>();
        fields(
                bytes(resourceSpans),
                (field, part) -> {
                    if (field == 1) {
                        fields(bytes(part), (_, attribute) -> attribute(attribute, attributes));
                    } else if (field == 2) {
                        fields(
                                bytes(part),
                                (inner, span) -> {
                                    if (inner == 2) {
                                        this.spans.add(
                                                span(
                                                        span,
                                                        attributes.getOrDefault(
                                                                "service.name", "")));
                                    }
                                });
                    }
                });
    }

    private static Span span(ByteBuffer message, String service) {
        Map<Integer, String> ids = new HashMap<>();
        Map<String, String> attributes = new HashMap<>();
        fields(
                bytes(message),
                (field, value) -> {
                    switch (field) {
                        case 1, 2, 4 -> ids.put(field, HexFormat.of().formatHex(bytes(value)));
                        case 5 -> ids.put(field, text(value));
                        case 9 -> attribute(value, attributes);
                        default -> {}
                    }
                });
        return new Span(
                service,
                ids.getOrDefault(1, ""),
                ids.getOrDefault(2, ""),
                ids.getOrDefault(4, ""),
                ids.getOrDefault(5, ""),
                attributes);
    }

    private static void attribute(ByteBuffer keyValue, Map<String, String> attributes) {
        List<String> pair = new ArrayList<>();
        fields(
                bytes(keyValue),
                (field, value) -> {
                    if (field == 1) {
                        pair.add(text(value));
                    } else {
                        fields(
                                bytes(value),
                                (kind, plain) -> {
                                    if (kind == 1) {
                                        pair.add(text(plain));
                                    }
                                });
                    }
                });
        if (pair.size() == 2) {
            attributes.put(pair.getFirst(), pair.getLast());
        }
    }

    /** The length-delimited fields of a protobuf message; numbers are passed over. */
    private static void fields(byte[] message, BiConsumer<Integer, ByteBuffer> field) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> {
                    int length = (int) varint(in);
                    field.accept((int) (tag >>> 3), in.slice(in.position(), length));
                    in.position(in.position() + length);
                }
                case 5 -> in.getInt();
                default -> throw new IllegalArgumentException("No protobuf: tag " + tag);
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("No protobuf: a number without end");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer buffer) {
        return new String(bytes(buffer), StandardCharsets.UTF_8);
    }

    /**
     * A span.
     *
     * @param parent id of the span that it is part of, empty for the first of its trace
     */
    record Span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            Map<String, String> attributes) {}
}
