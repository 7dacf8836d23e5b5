package io.filetao.it.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program out of an image's file system as a process in a namespace: the image's user, the image's root, which is read-only, and
 * memory for /tmp, as an engine is asked to start it.
 */
final class Container implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** Mounts as the root of a first namespace, then becomes the ordinary user in a second one. */
    private static final String ENTER =
            """
            set -e
            root=$0; data=$1; user=$2; shift 2
            mkdir -p "$root/dev" "$root/proc"
            mount --bind "$root" "$root"
            mount --rbind /dev "$root/dev"
            mount --rbind /proc "$root/proc"
            mount -t tmpfs tmpfs "$root/tmp"
            if [ -n "$data" ]; then mount --bind "$data" "$root/data"; fi
            mount -o remount,bind,ro "$root"
            exec unshare --user --map-user="$user" --map-group="$user" --root="$root" --wd=/opt/filetao -- "$@"
            """;

    private final Process process;
    private final Path log;

    private Container(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Whether this system lets a user make such namespaces. */
    static boolean isPossible() throws IOException, InterruptedException {
        Process probe =
                new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "true")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    }

    /** Starts the image's entry point with its environment and these arguments, and nothing that it could write to but /tmp. */
    static Container start(OciImage image, Path root, Path log, List<String> arguments)
            throws IOException {
        return start(image, root, "", log, List.of(), arguments);
    }

    /** The same with a volume at /data, and options for the JVM as an engine passes them. */
    static Container start(
            OciImage image,
            Path root,
            Path data,
            Path log,
            List<String> javaOptions,
            List<String> arguments)
            throws IOException {
        Files.createDirectories(data);
        return start(image, root, data.toString(), log, javaOptions, arguments);
    }

    private static Container start(
            OciImage image,
            Path root,
            String data,
            Path log,
            List<String> javaOptions,
            List<String> arguments)
            throws IOException {
        String user = image.config().get("config").get("User").asString();
        List<String> command =
                new ArrayList<>(
                        List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
        command.addAll(List.of(ENTER, root.toString(), data, user.replaceFirst(":.*", "")));
        command.addAll(image.strings("Entrypoint"));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        for (String variable : image.strings("Env")) {
            int equals = variable.indexOf('=');
            String name = variable.substring(0, equals);
            String own = variable.substring(equals + 1);
            // The tools that enter are this system's; java is named with its path.
            builder.environment()
                    .merge(name, own, (old, more) -> name.equals("PATH") ? old + ":" + more : more);
        }
        if (!javaOptions.isEmpty()) {
            builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", javaOptions));
        }
        return new Container(builder.start(), log);
    }

    /** What the program has said, once it has said something like this; the first group of it. */
    String await(Pattern line) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher found = line.matcher(Files.readString(this.log));
            if (found.find()) {
                return found.group(1);
            }
            if (this.process.waitFor(100, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        Matcher found = line.matcher(Files.readString(this.log));
        if (found.find()) {
            return found.group(1);
        }
        throw new IOException("The program does not get there: " + Files.readString(this.log));
    }

    long pid() {
        return this.process.pid();
    }

    int end() throws InterruptedException, IOException {
        if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("The program does not end: " + Files.readString(this.log));
        }
        return this.process.exitValue();
    }

    @Override
    public void close() {
        this.process.destroy();
        this.process.onExit().orTimeout(30, TimeUnit.SECONDS).handle((_, _) -> true).join();
        this.process.destroyForcibly();
    }
}
