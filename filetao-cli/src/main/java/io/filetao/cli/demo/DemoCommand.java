package io.filetao.cli.demo;

import io.filetao.cli.CommandException;
import io.filetao.cli.Logging;
import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.StartProgress;
import io.filetao.cli.output.Style;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Shows the whole of it in a minute. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start a whole network, store files, lose miners, and get the files back.",
        footer = {"", "Ends with 0 only if everything that it shows was true."})
public final class DemoCommand implements Callable<Integer> {

    private static final int MINERS = 9;
    private static final int SERVICES = 3;
    private static final long SAMPLE_BYTES = 12 << 20;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files to store; a generated sample when none is given.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--keep", description = "Leave the network running until Ctrl-C.")
    private boolean keep;

    @Option(names = "--logging.debug", description = "Log in detail.")
    private boolean debug;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Path file : this.files) {
            if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
                throw new CommandException(file + " is not a file that can be read.");
            }
        }
        Instant begin = Instant.now();
        Path directory = Files.createTempDirectory("filetao-demo-").toRealPath();
        Path log = directory.resolve("demo.log");
        Logging.toFile(log, this.debug);
        Thread cleaner = Thread.ofPlatform().unstarted(() -> delete(directory));
        PrintWriter out = this.spec.commandLine().getOut();
        Narrator narrator = new Narrator(out);
        narrator.chapter("A whole network on this machine");
        boolean allTrue = false;
        try (LocalNetwork network = start(directory)) {
            Thread closer = Thread.ofPlatform().unstarted(() -> closeAndDelete(network, directory));
            Runtime.getRuntime().addShutdownHook(closer);
            narrator.say(
                    "Chain, Redis, validator, API, dashboard and "
                            + MINERS
                            + " miners started in "
                            + Narrator.seconds(Duration.between(begin, Instant.now())));
            try (DemoUser user = new DemoUser(network)) {
                allTrue = new Demo(network, user, narrator).tell(filesIn(directory));
            }
            narrator.chapter(allTrue ? "All of it was true" : "Not all of it was true");
            narrator.say(
                    "It took " + Narrator.seconds(Duration.between(begin, Instant.now())) + ".");
            if (this.keep) {
                narrator.say("dashboard  " + Style.CYAN.of(network.dashboard().toString()));
                narrator.say("API        " + Style.CYAN.of(network.api().toString()));
                narrator.say("details    " + network.directory().resolve("localnet.json"));
                narrator.say("The network runs until Ctrl-C.");
                new CountDownLatch(1).await();
            }
            narrator.say(
                    "With --keep the network goes on, and its dashboard at "
                            + Style.CYAN.of(network.dashboard().toString())
                            + " can be looked at.");
            Runtime.getRuntime().removeShutdownHook(closer);
        } finally {
            if (allTrue) {
                cleaner.start();
                cleaner.join();
            } else {
                narrator.say("The log is " + log);
            }
        }
        return allTrue ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LocalNetwork start(Path directory) {
        try (StartProgress progress =
                new StartProgress(this.spec.commandLine().getErr(), MINERS + SERVICES)) {
            LocalNetwork.Builder builder =
                    LocalNetwork.with(LocalNetwork.validators(1), LocalNetwork.miners(MINERS))
                            .directory(directory)
                            .progress(progress::ready);
            return builder.start();
        }
    }

    private List<Path> filesIn(Path directory) throws IOException {
        return this.files.isEmpty()
                ? List.of(Sample.create(directory.resolve("sample.bin"), SAMPLE_BYTES))
                : this.files;
    }

    private static void closeAndDelete(LocalNetwork network, Path directory) {
        network.close();
        delete(directory);
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    directory + " could not be removed; remove it by hand", failure);
        }
    }
}
