package io.filetao.it;

import io.filetao.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real command in a process of its own. */
record CommandRun(int exitCode, String out, String err) {

    private static final long LIMIT_MINUTES = 5;

    /** Runs it to its end. */
    static CommandRun of(Path directory, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        return of(directory, environment, Path.of("/dev/null"), args);
    }

    /** Runs it to its end with a file as its standard input. */
    static CommandRun of(
            Path directory, Map<String, String> environment, Path input, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "command", ".out");
        Path err = Files.createTempFile(directory, "command", ".err");
        ProcessBuilder builder = builder(out, err, environment, args);
        int exitCode = end(builder.redirectInput(input.toFile()).start());
        return new CommandRun(exitCode, Files.readString(out), Files.readString(err));
    }

    /** Starts it and leaves it running. */
    static Process start(Path out, Path err, Map<String, String> environment, String... args)
            throws IOException {
        return builder(out, err, environment, args).start();
    }

    /**
     * Starts a script of the distribution, which calls {@code ../filetao}, and leaves it running.
     *
     * @param home made for it, with the script and the command as they stand to each other
     */
    static Process startScript(Path script, Path home, Path out, Path err, List<String> arguments)
            throws IOException {
        Path copy = Files.createDirectories(home.resolve("scripts")).resolve(script.getFileName());
        Files.copy(script, copy);
        Path command = home.resolve("filetao");
        Files.writeString(
                command, "#!/bin/sh\nexec '" + String.join("' '", command(home)) + "' \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        List<String> words = new ArrayList<>(List.of("sh", copy.toString()));
        words.addAll(arguments);
        return new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** Waits for its end and answers the exit code. */
    static int end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("The command does not end: " + process.info());
        }
        return process.exitValue();
    }

    /**
     * The words that start it.
     *
     * @param home the user's, so that nobody's own settings and wallets matter
     */
    static List<String> command(Path home, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx1g",
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private static ProcessBuilder builder(
            Path out, Path err, Map<String, String> environment, String... args) {
        ProcessBuilder builder =
                new ProcessBuilder(command(out.getParent(), args))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
