package io.filetao.cli.localnet;

import io.filetao.cli.CommandException;
import io.filetao.cli.Main;
import io.filetao.cli.ParentWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * This program once more, in a process of its own that ends with this one: it reads its standard input, a pipe that the system
 * closes when this process is gone, however that happened.
 */
final class ChildProcess implements RunningNode {

    /** System property with the class cache that this program was started with. */
    private static final String CACHE = "filetao.cache";

    private static final long STOP_SECONDS = 15;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param environment what must not be seen in a list of processes
     * @param log takes its output, appended
     */
    static ChildProcess start(
            List<String> jvmOptions,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-D" + ParentWatch.PROPERTY + "=true"));
        String cache = System.getProperty(CACHE);
        if (cache != null) {
            command.addAll(
                    List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr"));
        }
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ChildProcess(builder.start());
        } catch (IOException failure) {
            throw new CommandException(
                    "A process could not be started: " + failure.getMessage(), failure);
        }
    }

    @Override
    public long pid() {
        return this.process.pid();
    }

    @Override
    public boolean isAlive() {
        return this.process.isAlive();
    }

    @Override
    public void kill() {
        this.process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        try {
            this.process.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended already.
        }
        if (!await()) {
            kill();
        }
    }

    private boolean await() {
        try {
            return this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
