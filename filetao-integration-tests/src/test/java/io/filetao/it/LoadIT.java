package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many slow downloads and many uploads at once: every one ends with the right bytes, at once or after it was turned away as the
 * documentation says, 503 or 429 with {@code Retry-After}.
 *
 * <p>{@code -Dfiletao.load.downloads}, {@code uploads}, {@code bytes} (of the file that is downloaded) and {@code rate} (bytes a second
 * of each download) choose the size; {@code -Dfiletao.load.api=URL -Dfiletao.load.token=TOKEN} an API node that runs already.
 */
class LoadIT {

    private static final int DOWNLOADS = Integer.getInteger("filetao.load.downloads", 40);
    private static final int UPLOADS = Integer.getInteger("filetao.load.uploads", 8);
    private static final int BYTES = Integer.getInteger("filetao.load.bytes", 500_000);
    private static final int RATE = Integer.getInteger("filetao.load.rate", 250_000);
    private static final int UPLOAD_BYTES = 100_000;
    private static final int CHUNK = 16 << 10;
    private static final int SILENCE_MILLIS = 180_000;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @TempDir private Path directory;

    private final Map<Integer, LongAdder> turnedAway = new TreeMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger flowing = new AtomicInteger();
    private final AtomicInteger mostFlowing = new AtomicInteger();

    @Test
    void everyTransferEndsWellHoweverManyThereAre() throws Exception {
        String running = System.getProperty("filetao.load.api");
        if (running != null) {
            load(URI.create(running), System.getProperty("filetao.load.token", ""));
            return;
        }
        try (LocalNetwork network =
                Networks.with(validators(1), miners(5))
                        .directory(this.directory)
                        .property("filetao.validator.scheduled", false)
                        .property("filetao.api.limits.streams", 100_000)
                        .property("filetao.api.limits.requests-per-second", 0)
                        .start()) {
            load(network.api(), network.token());
        }
    }

    private void load(URI api, String token) throws Exception {
        byte[] content = bytes(BYTES, 1);
        String file = upload(api, token, content).location();
        List<Long> firstByte = new ArrayList<>();
        List<Long> downloads = new ArrayList<>();
        List<Long> uploads = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> down = new ArrayList<>();
            List<Future<long[]>> up = new ArrayList<>();
            for (int i = 0; i < DOWNLOADS; i++) {
                down.add(
                        clients.submit(
                                () -> persistently(() -> download(api, token, file, content))));
            }
            for (int i = 0; i < UPLOADS; i++) {
                byte[] own = bytes(UPLOAD_BYTES, 100 + i);
                up.add(clients.submit(() -> persistently(() -> upload(api, token, own))));
            }
            for (Future<long[]> each : down) {
                firstByte.add(each.get()[0]);
                downloads.add(each.get()[1]);
            }
            for (Future<long[]> each : up) {
                uploads.add(each.get()[1]);
            }
        }
        System.out.printf(
                "%d downloads of %d bytes, at most %d flowing at once; %d uploads; turned away:"
                        + " %s%n%s%s%s",
                DOWNLOADS,
                BYTES,
                this.mostFlowing.get(),
                UPLOADS,
                this.turnedAway,
                percentiles("first byte of a download", firstByte),
                percentiles("download", downloads),
                percentiles("upload", uploads));
        assertThat(this.failures).isEmpty();
    }

    /** Tries until it is not turned away; answers the milliseconds to the first byte and to the end, of the last attempt. */
    private long[] persistently(Attempt attempt) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Result result;
            try {
                result = attempt.run();
            } catch (IOException broken) {
                this.failures.add(broken.toString());
                return new long[] {0, 0};
            }
            if (result.status() == 200 || result.status() == 201) {
                return new long[] {result.firstByteMillis(), result.millis()};
            }
            boolean documented = result.status() == 503 || result.status() == 429;
            if (!documented || result.retryAfter() < 1) {
                this.failures.add("status " + result.status() + " without a documented reason");
                return new long[] {0, 0};
            }
            synchronized (this.turnedAway) {
                this.turnedAway.computeIfAbsent(result.status(), _ -> new LongAdder()).increment();
            }
            // Clients that come back at the same moment would be turned away together again.
            LockSupport.parkNanos(
                    Duration.ofMillis(result.retryAfter() * 1_000L + new Random().nextInt(2_000))
                            .toNanos());
        }
        this.failures.add("not served within " + LIMIT);
        return new long[] {0, 0};
    }

    private Result download(URI api, String token, String file, byte[] content) throws IOException {
        long began = System.nanoTime();
        try (Socket socket = connect(api)) {
            send(socket, "GET " + file, token, api, "", new byte[0]);
            InputStream in = new BufferedInputStream(socket.getInputStream(), CHUNK);
            Result head = head(in, began);
            if (head.status() != 200) {
                return head;
            }
            int now = this.flowing.incrementAndGet();
            this.mostFlowing.accumulateAndGet(now, Math::max);
            try {
                read(in, content);
            } finally {
                this.flowing.decrementAndGet();
            }
            return head.endedNow(began);
        }
    }

    /** Reads and compares no faster than the rate. */
    private static void read(InputStream in, byte[] content) throws IOException {
        long start = System.nanoTime();
        for (int from = 0; from < content.length; from += CHUNK) {
            int length = Math.min(CHUNK, content.length - from);
            byte[] chunk = in.readNBytes(length);
            if (!Arrays.equals(chunk, 0, chunk.length, content, from, from + length)) {
                throw new IOException("Wrong or missing bytes at " + from);
            }
            long due = start + (from + length) * 1_000_000_000L / RATE;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static Result upload(URI api, String token, byte[] content) throws IOException {
        long began = System.nanoTime();
        try (Socket socket = connect(api)) {
            send(
                    socket,
                    "POST /api/v1/files",
                    token,
                    api,
                    "Content-Length: " + content.length + "\r\n",
                    content);
            return head(new BufferedInputStream(socket.getInputStream()), began).endedNow(began);
        }
    }

    private static Socket connect(URI api) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(CHUNK);
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.connect(new InetSocketAddress(api.getHost(), api.getPort()), SILENCE_MILLIS);
        return socket;
    }

    private static void send(
            Socket socket, String line, String token, URI api, String headers, byte[] body)
            throws IOException {
        String head =
                line
                        + " HTTP/1.1\r\nHost: "
                        + api.getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\nConnection: close\r\n"
                        + headers
                        + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        try {
            socket.getOutputStream().write(body);
        } catch (IOException refused) {
            // An answer may have come before the body went; it is read next.
        }
    }

    private static Result head(InputStream in, long began) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        String status = line(in);
        long firstByte = millisSince(began);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Result(
                Integer.parseInt(status.split(" ", 3)[1]),
                Integer.parseInt(headers.getOrDefault("retry-after", "0")),
                headers.getOrDefault("location", ""),
                firstByte,
                firstByte);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > 16_384) {
                throw new IOException("The answer broke off in its head");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static String percentiles(String what, List<Long> millis) {
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        return "%s: p50 %d ms, p90 %d ms, p99 %d ms, most %d ms%n"
                .formatted(
                        what,
                        sorted[sorted.length / 2],
                        sorted[sorted.length * 9 / 10],
                        sorted[sorted.length * 99 / 100],
                        sorted[sorted.length - 1]);
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** One request from its beginning to its end. */
    @FunctionalInterface
    private interface Attempt {

        Result run() throws IOException;
    }

    private record Result(
            int status, int retryAfter, String location, long firstByteMillis, long millis) {

        Result endedNow(long began) {
            return new Result(
                    this.status,
                    this.retryAfter,
                    this.location,
                    this.firstByteMillis,
                    millisSince(began));
        }
    }
}
