package io.filetao.cli.bench;

import io.filetao.cli.CommandException;
import io.filetao.cli.Logging;
import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Table;
import io.filetao.common.network.Redundancy;
import io.filetao.common.network.RedundancyPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How fast does a file go in and come out over loopback, and how much of that is work that nobody could leave out?
 *
 * <p>Starts a local network, puts a file of random bytes, gets it back, compares, and measures in the same run what the same
 * bytes cost without a network: AES-GCM, SHA-256, Reed-Solomon, and n/k times writing with sync. Both sides share the
 * machine's cores and disk.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measure how fast a file goes in and out of a network on this machine, "
                        + "beside the work on the same bytes that nobody could leave out.",
        footer = {"", "Example: filetao bench --size 256"})
public final class BenchCommand implements Callable<Integer> {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int WARM_UP_MIB = 256;

    @Option(
            names = "--size",
            paramLabel = "MIB",
            defaultValue = "1024",
            description = "Size of the file in MiB (default: ${DEFAULT-VALUE}).")
    private int mebibytes;

    @Option(
            names = "--miners",
            paramLabel = "N",
            defaultValue = "9",
            description = "Miners of the network (default: ${DEFAULT-VALUE}).")
    private int miners;

    @Option(names = "--separate", description = "Give every node a process of its own.")
    private boolean separate;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where to work, on the disk to be measured (default: the temporary one).")
    private @Nullable Path base;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        if (this.mebibytes < 1 || this.miners < 3 || this.miners > 200) {
            throw new ParameterException(
                    this.spec.commandLine(),
                    "--size must be at least 1 and --miners from 3 to 200.");
        }
        Path directory =
                this.base == null
                        ? Files.createTempDirectory("filetao-bench-")
                        : Files.createTempDirectory(this.base, "filetao-bench-");
        Logging.toFile(directory.resolve("bench.log"), false);
        try {
            measure((long) this.mebibytes << 20, directory);
        } finally {
            delete(directory);
        }
        return ExitCode.OK;
    }

    private void measure(long bytes, Path directory) throws IOException, GeneralSecurityException {
        Path file = fill(directory.resolve("file"), bytes);
        Path small = fill(directory.resolve("small"), Math.min(bytes, (long) WARM_UP_MIB << 20));
        Redundancy code = RedundancyPolicy.DEFAULT.choose(this.miners, bytes);
        LocalNetwork.Builder plan =
                LocalNetwork.with(LocalNetwork.validators(1), LocalNetwork.miners(this.miners))
                        .directory(directory.resolve("net"));
        if (this.separate) {
            plan.separate();
        }
        UnavoidableWork work = UnavoidableWork.measure(bytes, code, directory);
        try (LocalNetwork network = plan.start()) {
            // The first file loads classes and lets the compiler see the path; it is not measured.
            Throughput.measure(network, small, directory);
            report(bytes, code, work, Throughput.measure(network, file, directory));
        }
    }

    private void report(long bytes, Redundancy code, UnavoidableWork work, Throughput reached) {
        double putShare = work.storeSeconds() / reached.put();
        double getShare = work.readSeconds() / reached.get();
        if (this.json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("bytes", bytes);
            result.put("miners", this.miners);
            result.put("separate", this.separate);
            result.put("n", code.n());
            result.put("k", code.k());
            result.put("cores", Runtime.getRuntime().availableProcessors());
            result.put("unavoidableSeconds", work);
            result.put("seconds", reached);
            result.put("putShare", putShare);
            result.put("getShare", getShare);
            Json.print(this.spec.commandLine().getOut(), result);
            return;
        }
        Table table = new Table("what", ">seconds", ">MB/s");
        row(table, "AES-256-GCM", bytes, work.encrypt());
        row(table, "SHA-256", bytes, work.hash());
        row(table, "Reed-Solomon", bytes, work.code());
        row(table, "written n/k times and synced", bytes, work.write());
        row(table, "unavoidable for a put", bytes, work.storeSeconds());
        row(table, "unavoidable for a get", bytes, work.readSeconds());
        row(table, "put", bytes, reached.put());
        row(table, "  of it encrypting into the spool", bytes, reached.encrypt());
        row(table, "get", bytes, reached.get());
        table.print(this.spec.commandLine().getOut());
        this.spec
                .commandLine()
                .getOut()
                .println(
                        "%d MiB, %d miners in %s, n = %d, k = %d, %d cores: put reaches %.0f %% and get %.0f %% of the speed of the unavoidable work."
                                .formatted(
                                        this.mebibytes,
                                        this.miners,
                                        this.separate ? "processes of their own" : "one JVM",
                                        code.n(),
                                        code.k(),
                                        Runtime.getRuntime().availableProcessors(),
                                        100 * putShare,
                                        100 * getShare));
        this.spec.commandLine().getOut().flush();
    }

    private static void row(Table table, String what, long bytes, double seconds) {
        table.row(
                what,
                String.format(Locale.ROOT, "%.2f", seconds),
                String.format(Locale.ROOT, "%.0f", bytes / 1e6 / seconds));
    }

    private static Path fill(Path file, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        Random random = new Random(21);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                out.write(buffer, 0, (int) Math.min(buffer.length, left));
            }
        }
        return file;
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new CommandException(
                    directory + " could not be removed; remove it by hand.", failure);
        }
    }
}
