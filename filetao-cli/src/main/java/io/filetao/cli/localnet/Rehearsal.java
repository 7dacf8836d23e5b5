package io.filetao.cli.localnet;

import io.filetao.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * The commands of a person, run once against a network in a program of their own: the JVM keeps the classes that they load, linked,
 * in a cache with which they start sooner. It is another cache than the one of the nodes, because all that a cache holds is loaded
 * at every start, and nodes have ten times the classes.
 */
public final class Rehearsal {

    private static final long LIMIT_SECONDS = 60;

    private Rehearsal() {}

    /** Leaves the cache, or nothing when that takes longer than a minute. */
    static void of(LocalNetwork network, Path cache) throws IOException, InterruptedException {
        Path home = Files.createDirectories(network.directory().resolve("rehearsal"));
        // What the commands keep for a user lands there.
        Process commands =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-XX:AOTCacheOutput=" + cache,
                                "-Duser.home=" + home,
                                "-cp",
                                ChildProcess.ownClassPath(),
                                Rehearsal.class.getName(),
                                network.directory().toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!commands.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            commands.descendants().forEach(ProcessHandle::destroyForcibly);
            commands.destroyForcibly().waitFor();
        }
    }

    /**
     * Runs them.
     *
     * @param args the directory of the network
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Path file = Files.writeString(directory.resolve("rehearsed"), "a rehearsal");
        String localnet = "--localnet=" + directory;
        execute("--help");
        String cid = execute("put", localnet, file.toString()).strip();
        execute("ls", localnet);
        execute("get", localnet, cid, "-o", directory.resolve("back").toString());
        // Idle connections and their threads would hold the program up.
        System.exit(CommandLine.ExitCode.OK);
    }

    private static String execute(String... args) {
        StringWriter out = new StringWriter();
        Main.commandLine(args).setOut(new PrintWriter(out)).execute(args);
        return out.toString();
    }
}
