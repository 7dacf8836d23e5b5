package io.filetao.common.redis.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one built-in server, held by one program at a time.
 *
 * <pre>
 * redis.conf         written at every start, mode 0600; its password and port are kept
 * redis.pid          process of the server, written by the server
 * redis.log          log of this run; redis.log.1 is that of the run before
 * redis.lock         locked while a program owns the directory
 * appendonlydir/     the data
 * redis-server-…     the server, unpacked once
 * </pre>
 */
final class ServerDirectory implements AutoCloseable {

    private static final int PASSWORD_BYTES = 24;
    private static final int STOP_SECONDS = 10;

    private final Path path;
    private final @Nullable FileChannel lock;

    private ServerDirectory(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory when it is absent, takes it for this program, and ends a server that an earlier program left in it.
     *
     * @throws RedisStartException when another running program holds it
     */
    static ServerDirectory open(Path path) throws IOException {
        Path directory = path.toAbsolutePath().normalize();
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        FileChannel channel =
                FileChannel.open(
                        directory.resolve("redis.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (!isHeld(channel)) {
                throw new RedisStartException(
                        "The Redis directory "
                                + directory
                                + " is in use by another program: stop that one first, or give this one"
                                + " another home directory (FILETAO_JAVA_OPTS=-Duser.home=DIR)");
            }
            ServerDirectory held = new ServerDirectory(directory, channel);
            held.endOrphan();
            return held;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Somebody else's directory, only to be read. */
    static ServerDirectory ofAnother(Path path) {
        return new ServerDirectory(path.toAbsolutePath().normalize(), null);
    }

    private static boolean isHeld(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }

    Path path() {
        return this.path;
    }

    Path configuration() {
        return this.path.resolve("redis.conf");
    }

    Path log() {
        return this.path.resolve("redis.log");
    }

    private Path pidFile() {
        return this.path.resolve("redis.pid");
    }

    /** The value that a directive has in the configuration of the run before. */
    Optional<String> setting(String directive) throws IOException {
        if (!Files.exists(configuration())) {
            return Optional.empty();
        }
        return Files.readAllLines(configuration()).stream()
                .filter(line -> line.startsWith(directive + " "))
                .map(line -> line.substring(directive.length() + 1).strip())
                .findFirst();
    }

    /** The password of the run before, or a new one. */
    String password() throws IOException {
        Optional<String> kept = setting("requirepass");
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Writes the configuration, readable by its owner only from the first byte on. */
    void writeConfiguration(int port, String password, List<String> extra) throws IOException {
        List<String> lines =
                List.of(
                        "# Written by FileTAO at every start; of an old one only requirepass and port are kept.",
                        "bind 127.0.0.1",
                        "protected-mode yes",
                        "port " + port,
                        "requirepass " + password,
                        "dir " + quoted(this.path.toString()),
                        "pidfile " + quoted(pidFile().toString()),
                        "daemonize no",
                        "# The start-up check of the next run knows its own server by the arguments it was started with.",
                        "set-proc-title no",
                        "# Every acknowledged write is on the disk before its answer.",
                        "appendonly yes",
                        "appendfsync always",
                        "no-appendfsync-on-rewrite no",
                        "save \"\"",
                        "maxmemory-policy noeviction");
        Path part =
                Files.createTempFile(
                        this.path,
                        "redis",
                        ".conf.part",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, String.join("\n", lines) + "\n" + String.join("\n", extra) + "\n");
        Files.move(
                part,
                configuration(),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    void rotateLog() throws IOException {
        if (Files.exists(log())) {
            Files.move(
                    log(),
                    this.path.resolve("redis.log.1"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The server whose process the directory names, if it runs and is really this directory's. */
    Optional<ProcessHandle> server() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        String pid = Files.readString(pidFile()).strip();
        if (!pid.matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pid)).filter(this::isOurs);
    }

    /** A process id is used again after a while: only a process started with this very configuration is the server. */
    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line ->
                        line.contains("redis-server") && line.contains(configuration().toString()))
                .isPresent();
    }

    private void endOrphan() throws IOException {
        Optional<ProcessHandle> orphan = server();
        if (orphan.isPresent()) {
            end(orphan.get());
        }
        Files.deleteIfExists(pidFile());
    }

    /** Asks the process to end and ends it by force when it does not. */
    static void end(ProcessHandle process) {
        process.destroy();
        if (!hasEnded(process)) {
            process.destroyForcibly();
            if (!hasEnded(process)) {
                throw new RedisStartException(
                        "The Redis server with process id "
                                + process.pid()
                                + " does not end: stop it by hand and start again");
            }
        }
    }

    private static boolean hasEnded(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException alive) {
            return !process.isAlive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void close() throws IOException {
        if (this.lock != null) {
            this.lock.close();
        }
    }
}
