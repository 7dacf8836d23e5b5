package io.filetao.common.redis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis server in a directory of its own, on the loopback address, with a generated password and an append-only file that is
 * synced on every write.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.start(Path.of("data", "redis"))) {
 *     MinerApplication.start(redis.springProperties());
 * }
 * }</pre>
 *
 * <p>Started again on the same directory it serves the same data with the same password, on the same port when that is free.
 *
 * <p>The server ends with the program, however that ends. A small shell holds the reading end of a pipe; when this program closes the
 * other end, or dies by any signal, the shell stops the server in good order. Both run in a session of their own, so that Ctrl-C in a
 * terminal reaches the program only and the server outlives its shutdown hooks.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final String HOST = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int PORT_ATTEMPTS = 5;

    /**
     * $1 the server, $2 its configuration. The reader gets to its end when the program is gone, and then stops the server; the shell
     * itself waits for the server and ends with it.
     */
    private static final String WATCHER =
            """
            trap '' HUP INT TERM
            exec 3<&0
            "$1" "$2" </dev/null &
            server=$!
            { while read -r line; do :; done; kill "$server"; } <&3 &
            reader=$!
            wait "$server"
            status=$?
            kill -9 "$reader" 2>/dev/null
            exit "$status"
            """;

    private final ServerDirectory directory;
    private final Process watcher;
    private final ProcessHandle server;
    private final int port;
    private final String password;
    private final String origin;
    private volatile boolean closing;

    private EmbeddedRedis(
            ServerDirectory directory,
            Process watcher,
            ProcessHandle server,
            int port,
            String password,
            String origin) {
        this.directory = directory;
        this.watcher = watcher;
        this.server = server;
        this.port = port;
        this.password = password;
        this.origin = origin;
        watcher.onExit().thenRun(this::reportEnd);
    }

    /**
     * Starts a server and returns when it answers.
     *
     * @param directory where its data, configuration and log live; made when absent
     * @throws RedisStartException when it cannot be started or another program holds the directory
     */
    public static EmbeddedRedis start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts a server on a given port.
     *
     * @param port 0 for the port of the run before or, when there was none or it is taken, any free one
     * @throws RedisStartException when it cannot be started, the port is taken, or another program holds the directory
     */
    public static EmbeddedRedis start(Path directory, int port) {
        return start(directory, port, List.of());
    }

    /**
     * Starts a server with further lines in its configuration.
     *
     * @param extra directives as in a redis.conf, for example {@code cluster-enabled yes}; they win over the usual ones
     */
    public static EmbeddedRedis start(Path directory, int port, List<String> extra) {
        try {
            ServerDirectory held = ServerDirectory.open(directory);
            try {
                return start(held, port, extra);
            } catch (IOException | RuntimeException failure) {
                held.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The Redis server could not be started in " + directory, failure);
        }
    }

    private static EmbeddedRedis start(ServerDirectory directory, int port, List<String> extra)
            throws IOException {
        RedisBinary binary = RedisBinary.find(directory.path());
        String password = directory.password();
        for (int attempt = 1; ; attempt++) {
            int chosen = port > 0 ? port : freePort(attempt == 1 ? keptPort(directory) : 0);
            directory.writeConfiguration(chosen, password, extra);
            directory.rotateLog();
            Process watcher = launch(binary, directory);
            try {
                ProcessHandle server = awaitAnswer(directory, watcher, chosen, password);
                LOGGER.info(
                        "Redis started port={} pid={} server=\"{}\" directory={}",
                        chosen,
                        server.pid(),
                        binary.origin(),
                        directory.path());
                return new EmbeddedRedis(
                        directory, watcher, server, chosen, password, binary.origin());
            } catch (PortTakenException taken) {
                stop(watcher);
                if (port > 0 || attempt == PORT_ATTEMPTS) {
                    throw new RedisStartException(
                            "Port " + chosen + " is taken: choose another port for Redis", taken);
                }
            } catch (IOException | RuntimeException failure) {
                stop(watcher);
                throw failure;
            }
        }
    }

    /**
     * The {@code spring.data.redis} properties of a server that another program of this machine started in a directory; empty when
     * none answers there, or its directory is not this user's to read.
     */
    public static Optional<Map<String, Object>> running(Path directory) {
        ServerDirectory another = ServerDirectory.ofAnother(directory);
        try {
            int port = keptPort(another);
            Optional<String> password = another.setting("requirepass");
            return password.filter(known -> port > 0 && isServed(another) && answers(port, known))
                    .map(known -> properties(port, known));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isServed(ServerDirectory directory) {
        try {
            return directory.server().isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static int keptPort(ServerDirectory directory) throws IOException {
        return directory
                .setting("port")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /** The wished port if it is free, else any free one. */
    private static int freePort(int wished) throws IOException {
        try (ServerSocket probe = new ServerSocket(wished, 1, InetAddress.getByName(HOST))) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            if (wished == 0) {
                throw taken;
            }
            return freePort(0);
        }
    }

    private static Process launch(RedisBinary binary, ServerDirectory directory)
            throws IOException {
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(List.of("sh", "-c", WATCHER, "redis-watcher"));
        command.add(binary.path().toString());
        command.add(directory.configuration().toString());
        return new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.log().toFile())
                .start();
    }

    /** Linux brings setsid; where it is missing (macOS) perl does the same. */
    private static List<String> ownSession() {
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))
                || Files.isExecutable(Path.of("/bin/setsid"))) {
            return List.of("setsid");
        }
        return List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV");
    }

    /** Waits until the server answers; loading a large file may take a while. */
    private static ProcessHandle awaitAnswer(
            ServerDirectory directory, Process watcher, int port, String password)
            throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ProcessHandle> server = directory.server();
            if (server.isPresent() && answers(port, password)) {
                return server.get();
            }
            if (!watcher.isAlive()) {
                throw failure(directory);
            }
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new RedisStartException("Interrupted while Redis was starting");
            }
        }
        throw new RedisStartException(
                "Redis did not answer within "
                        + START_LIMIT.toSeconds()
                        + " s: see "
                        + directory.log());
    }

    private static boolean answers(int port, String password) {
        try (RespConnection connection = RespConnection.open(HOST, port)) {
            // Further directives may have opened the server to strangers, which makes AUTH an
            // error.
            connection.call("AUTH", password);
            return connection.call("PING").equals("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static RuntimeException failure(ServerDirectory directory) throws IOException {
        String log = Files.exists(directory.log()) ? Files.readString(directory.log()) : "";
        if (log.contains("Failed listening on port")) {
            return new PortTakenException();
        }
        String last = log.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
        return new RedisStartException(
                "Redis ended at once: " + last + " (see " + directory.log() + ")");
    }

    /** Address to reach it under. */
    public String host() {
        return HOST;
    }

    public int port() {
        return this.port;
    }

    /** The generated password; never log it. */
    public String password() {
        return this.password;
    }

    /** Process id of the server. */
    public long pid() {
        return this.server.pid();
    }

    /** Which server program runs, in words. */
    public String origin() {
        return this.origin;
    }

    /** The {@code spring.data.redis} properties that lead to this server. */
    public Map<String, Object> springProperties() {
        return properties(this.port, this.password);
    }

    private static Map<String, Object> properties(int port, String password) {
        return Map.of(
                "spring.data.redis.host", HOST,
                "spring.data.redis.port", port,
                "spring.data.redis.password", password);
    }

    /** Stops the server in good order and waits for its end. Without this call it is stopped when the program ends. */
    @Override
    public void close() {
        this.closing = true;
        stop(this.watcher);
        try {
            this.directory.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The lock of " + this.directory.path() + " could not be given back", failure);
        }
    }

    private void reportEnd() {
        if (!this.closing) {
            LOGGER.error(
                    "Redis ended by itself, so nothing can be stored or found until this program is started again: see {}",
                    this.directory.log());
        }
    }

    private static void stop(Process watcher) {
        List<ProcessHandle> children = watcher.children().toList();
        try {
            watcher.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            LOGGER.debug("The pipe of the Redis watcher was closed already", alreadyClosed);
        }
        try {
            if (watcher.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        LOGGER.warn("Redis does not stop in good order and is ended by force");
        children.forEach(ProcessHandle::destroyForcibly);
        watcher.destroyForcibly();
    }

    /** The port was free when looked at and taken when Redis bound it. */
    private static final class PortTakenException extends RedisStartException {

        private static final long serialVersionUID = 1L;

        PortTakenException() {
            super("The port is taken");
        }
    }
}
