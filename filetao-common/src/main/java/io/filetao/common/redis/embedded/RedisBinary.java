package io.filetao.common.redis.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A redis-server program that runs on this machine.
 *
 * @param origin where it came from, in words for a log line
 */
record RedisBinary(Path path, String origin) {

    private static final String VERSION = "7.0.15";

    /**
     * The server that the jar on the class path carries for this platform, unpacked once into the directory; where it carries none
     * that runs here, the {@code redis-server} of the {@code PATH}.
     *
     * @throws RedisStartException when there is neither
     */
    static RedisBinary find(Path directory) {
        return fromJar(directory)
                .or(RedisBinary::fromPath)
                .orElseThrow(() -> new RedisStartException(whyNone(directory)));
    }

    /** A file system that executes nothing is the usual reason in a container, and cannot be told by anything else. */
    private static String whyNone(Path directory) {
        return Files.exists(directory.resolve(name()))
                ? "The redis-server in "
                        + directory
                        + " cannot be executed: mount that file system without noexec, install Redis 7"
                        + " or newer, or name a running one with spring.data.redis.host"
                : "No redis-server runs on this platform: install Redis 7 or newer, or name a running"
                        + " one with spring.data.redis.host";
    }

    static Optional<RedisBinary> fromJar(Path directory) {
        String name = name();
        try (InputStream packed = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                return Optional.empty();
            }
            Path unpacked = directory.resolve(name);
            if (!Files.isExecutable(unpacked)) {
                unpack(packed, unpacked);
            }
            return Optional.of(
                            new RedisBinary(unpacked, "redis-server " + VERSION + " from the jar"))
                    .filter(RedisBinary::runs);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The Redis server could not be unpacked into " + directory, failure);
        }
    }

    static Optional<RedisBinary> fromPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path),
                        Stream.of("/usr/local/bin", "/usr/bin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .map(program -> new RedisBinary(program, "the system's " + program))
                .filter(RedisBinary::runs)
                .findFirst();
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        Path part = Files.createTempFile(target.getParent(), "redis-server", ".part");
        Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Another platform's or C library's program fails here, with a chance to try the next one. */
    private boolean runs() {
        try {
            Process version =
                    new ProcessBuilder(this.path.toString(), "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!version.waitFor(10, TimeUnit.SECONDS)) {
                version.destroyForcibly();
                return false;
            }
            return version.exitValue() == 0;
        } catch (IOException cannotExecute) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RedisStartException(
                    "Interrupted while looking for a redis-server", interrupted);
        }
    }

    private static String name() {
        return "redis-server-" + VERSION + "-" + platform();
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String processor =
                switch (machine) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> machine;
                };
        return (system.startsWith("mac") ? "darwin" : system) + "-" + processor;
    }
}
