package io.filetao.cli.demo;

import io.filetao.cli.CommandException;
import io.filetao.cli.Logging;
import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.StartProgress;
import io.filetao.cli.output.Style;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    private Path directory = Path.of("");
    private volatile @Nullable LocalNetwork network;
    private volatile boolean logWanted;

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Path file : this.files) {
            if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
                throw new CommandException(file + " is not a file that can be read.");
            }
        }
        this.directory = Files.createTempDirectory("filetao-demo-").toRealPath();
        Path log = this.directory.resolve("demo.log");
        Logging.toFile(log, this.debug);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::cleanUp));
        Narrator narrator = new Narrator(this.spec.commandLine().getOut());
        try {
            boolean allTrue = tell(narrator);
            this.logWanted = !allTrue;
            return allTrue ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | RuntimeException failure) {
            this.logWanted = true;
            throw failure;
        } finally {
            if (this.logWanted) {
                narrator.say("The log is " + log);
            }
        }
    }

    private boolean tell(Narrator narrator) throws IOException, InterruptedException {
        Instant begin = Instant.now();
        narrator.chapter("A whole network on this machine");
        LocalNetwork started = start();
        this.network = started;
        narrator.say(
                "Chain, Redis, validator, API, dashboard and "
                        + MINERS
                        + " miners started in "
                        + Narrator.seconds(Duration.between(begin, Instant.now())));
        boolean allTrue;
        try (DemoUser user = new DemoUser(started)) {
            allTrue = new Demo(started, user, narrator).tell(samples());
        }
        narrator.chapter(allTrue ? "All of it was true" : "Not all of it was true");
        narrator.say("It took " + Narrator.seconds(Duration.between(begin, Instant.now())) + ".");
        narrator.say("dashboard  " + Style.CYAN.of(started.dashboard().toString()));
        narrator.say("API        " + Style.CYAN.of(started.api().toString()));
        if (this.keep) {
            narrator.say("details    " + this.directory.resolve("localnet.json"));
            narrator.say("The network runs until Ctrl-C.");
            new CountDownLatch(1).await();
        }
        narrator.say("The network stops now; with --keep it goes on.");
        return allTrue;
    }

    /** The program ends, for whatever reason: so does the network, and only a log that tells what went wrong stays. */
    private void cleanUp() {
        LocalNetwork started = this.network;
        if (started != null) {
            started.close();
        }
        if (!this.logWanted) {
            delete(this.directory);
        }
    }

    private LocalNetwork start() {
        try (StartProgress progress =
                new StartProgress(this.spec.commandLine().getErr(), MINERS + SERVICES)) {
            LocalNetwork.Builder builder =
                    LocalNetwork.with(LocalNetwork.validators(1), LocalNetwork.miners(MINERS))
                            .directory(this.directory)
                            .progress(progress::ready);
            // The story asks for the challenges itself; the validator's own rounds would tell the
            // end too early.
            for (String duty : List.of("challenge", "sweep", "retrieve")) {
                builder.property("filetao.validator.chores." + duty + ".enabled", "false");
            }
            return builder.start();
        }
    }

    private List<Path> samples() throws IOException {
        return this.files.isEmpty()
                ? List.of(Sample.create(this.directory.resolve("sample.bin"), SAMPLE_BYTES))
                : this.files;
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
