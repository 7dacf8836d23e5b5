package io.filetao.benchmarks;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FileSpool;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
import io.filetao.common.client.Progress;
import io.filetao.common.network.Redundancy;
import io.filetao.common.network.RedundancyPolicy;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How fast does a file go in and come out over loopback, and how much of that is work that nobody could leave out?
 *
 * <p>Starts a local network, puts a file of random bytes, gets it back, compares, and measures in the same run what the same
 * bytes cost without a network: AES-GCM, SHA-256, Reed-Solomon, and n/k times writing with sync. Both sides share the
 * machine's cores and disk. The result is printed; nothing is asserted about speed.
 *
 * <pre>{@code
 * java -cp … io.filetao.benchmarks.ThroughputBenchmark [MiB] [miners] [separate]
 * }</pre>
 */
public final class ThroughputBenchmark {

    private static final int BUFFER = 1 << 20;

    private ThroughputBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int mebibytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1024;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
        boolean separate = arguments.length > 2 && arguments[2].equals("separate");
        Path directory = Files.createTempDirectory("filetao-throughput-");
        try {
            measure((long) mebibytes << 20, count, separate, directory);
        } finally {
            delete(directory);
        }
    }

    private static void measure(long bytes, int count, boolean separate, Path directory)
            throws Exception {
        Path file = directory.resolve("file");
        fill(file, bytes);
        Redundancy code = RedundancyPolicy.DEFAULT.choose(count, bytes);
        UnavoidableWork work = UnavoidableWork.measure(bytes, code, directory);
        LocalNetwork.Builder plan =
                LocalNetwork.with(validators(1), miners(count)).directory(directory.resolve("net"));
        if (separate) {
            plan.separate();
        }
        try (LocalNetwork network = plan.start()) {
            // The first file loads classes and lets the compiler see the path; it is not measured.
            Path small = directory.resolve("small");
            fill(small, 64L << 20);
            new Round(network, directory).run(small);
            Timing timing = new Round(network, directory).run(file);
            report(bytes, code, count, separate, work, timing);
        }
    }

    private static void report(
            long bytes,
            Redundancy code,
            int count,
            boolean separate,
            UnavoidableWork work,
            Timing timing) {
        print(
                "%d MiB, %d miners in %s, n = %d, k = %d, %d cores",
                bytes >> 20,
                count,
                separate ? "processes of their own" : "one JVM",
                code.n(),
                code.k(),
                Runtime.getRuntime().availableProcessors());
        work.print();
        line("put", bytes, timing.put());
        line("  of it encrypting to the spool", bytes, timing.encrypt());
        line("get", bytes, timing.get());
        print(
                "put reaches %.0f %% of the unavoidable work done one after the other, get %.0f %%",
                100 * work.storeSeconds() / timing.put(), 100 * work.readSeconds() / timing.get());
    }

    static void line(String what, long bytes, double seconds) {
        print("%-42s %8.2f s %8.0f MB/s", what, seconds, bytes / 1e6 / seconds);
    }

    @SuppressWarnings("SystemOut")
    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void fill(Path file, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        Random random = new Random(21);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                out.write(buffer, 0, (int) Math.min(buffer.length, left));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    private record Timing(double put, double encrypt, double get) {}

    /** One file there and back, as the command line does it. */
    private record Round(LocalNetwork network, Path directory) {

        Timing run(Path file) throws Exception {
            Wallet wallet = this.network.userWallet();
            Keypair coldkey = wallet.unlockColdkey(PasswordSource.NONE);
            String certificate = wallet.certify(coldkey, Instant.now()).encode();
            try (FiletaoClient client =
                    FiletaoClient.builder(this.network.api())
                            .token(this.network.token())
                            .identity(new Identity(wallet.hotkey(), certificate))
                            .build()) {
                long began = System.nanoTime();
                FileSpool spool = new FileSpool(this.directory.resolve("spool"));
                double encrypted;
                Cid cid;
                try (InputStream plain = new BufferedInputStream(Files.newInputStream(file));
                        FileSpool.Entry entry =
                                spool.encrypt(
                                        plain,
                                        request(file, coldkey),
                                        coldkey.secretKey(),
                                        Progress.NONE)) {
                    encrypted = secondsSince(began);
                    cid = Cid.decode(client.store(entry.upload(), Progress.NONE).cid());
                    entry.remove();
                }
                double put = secondsSince(began);
                Path back = this.directory.resolve("back");
                began = System.nanoTime();
                try (OutputStream out = Files.newOutputStream(back)) {
                    FileDownload.open(client, cid, coldkey::secretKey).writeTo(out, Progress.NONE);
                }
                double get = secondsSince(began);
                if (Files.mismatch(file, back) >= 0) {
                    throw new IllegalStateException("The file came back changed");
                }
                Files.delete(back);
                return new Timing(put, encrypted, get);
            }
        }

        private static FileSpool.Request request(Path file, Keypair coldkey) {
            return new FileSpool.Request(
                    null,
                    String.valueOf(file.getFileName()),
                    "application/octet-stream",
                    coldkey.address().value(),
                    null);
        }
    }
}
