package io.filetao.it.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long the programs of the image take until they serve, with and without a cache of loaded classes, and prints the table of
 * docs/operations/images.md. No test of the build: {@code mvn -Pimage -pl filetao-integration-tests -am verify
 * -Dit.test=ImageStartUp}.
 */
class ImageStartUp {

    private static final String CACHE = "launch.aot";
    private static final Pattern MEMORY = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** What every program says when it serves, with its port. */
    private static final Pattern SERVES =
            Pattern.compile("(?:started on port |serves at http://\\S+:)(\\d+)");

    @TempDir private Path directory;
    private ImagePrograms programs;

    @Test
    void startUp() throws Exception {
        assertThat(Container.isPossible()).as("a user may make a namespace").isTrue();
        this.programs = ImagePrograms.unpack(this.directory);
        StringBuilder table = new StringBuilder();
        try (Container chain = this.programs.chain()) {
            String url = chain.await(ImagePrograms.CHAIN_URL);
            this.programs.register("miner", url);
            this.programs.register("validator", url, "--stake", "10000");
            makeCache(url);
            table.append(row("miner", node("miner", url)));
            table.append(row("validator", node("validator", url)));
            // Beside its validator, whose wallet and Redis it shares.
            try (Container validator = this.programs.node("validator", "validator", url)) {
                validator.await(ImagePrograms.PORT);
                table.append(row("api", node("api", url)));
            }
            table.append(row("dashboard", this::dashboard));
        }
        table.append(row("chain", this.programs::chain));
        System.out.printf("%nserves after, processor time, memory, ready after%n%n%s%n", table);
    }

    /** One start of the validator writes it when it ends. */
    private void makeCache(String url) throws Exception {
        try (Container validator =
                this.programs.node(
                        "validator", "validator", url, "-XX:AOTCacheOutput=/data/" + CACHE)) {
            validator.await(ImagePrograms.PORT);
        }
        Path written = this.directory.resolve("validator").resolve(CACHE);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(written));
        for (String volume : List.of("miner", "chain", "dashboard")) {
            Files.createDirectories(this.directory.resolve(volume));
            Files.copy(written, this.directory.resolve(volume).resolve(CACHE));
        }
        System.out.printf("The cache has %d MB.%n", Files.size(written) / 1_000_000);
    }

    private Start node(String program, String url) {
        // An API node has the wallet and the Redis of its validator.
        String volume = program.equals("api") ? "validator" : program;
        return options -> this.programs.node(volume, program, url, options);
    }

    private Container dashboard(String... javaOptions) throws IOException {
        return this.programs.start("dashboard", ImagePrograms.DASHBOARD, List.of(javaOptions));
    }

    private String row(String program, Start start) throws Exception {
        return String.format(
                "| %s | %s | %s |%n",
                program,
                measure(program, start),
                measure(program, start, "-XX:AOTCache=/data/" + CACHE));
    }

    private String measure(String name, Start start, String... javaOptions) throws Exception {
        long begin = System.nanoTime();
        try (Container program = start.start(javaOptions)) {
            String port = program.await(SERVES);
            double served = seconds(begin);
            ProcessHandle process = ProcessHandle.of(program.pid()).orElseThrow();
            double processor =
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
            var memory =
                    MEMORY.matcher(Files.readString(Path.of("/proc/" + program.pid() + "/status")));
            assertThat(memory.find()).isTrue();
            String ready = "";
            if (!name.equals("chain")) {
                Awaitility.await()
                        .pollInterval(50, TimeUnit.MILLISECONDS)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> ImagePrograms.isReady(port));
                ready = String.format(Locale.ROOT, ", %.1f s", seconds(begin));
            }
            return String.format(
                    Locale.ROOT,
                    "%.1f s, %.1f s, %d MB%s",
                    served,
                    processor,
                    Long.parseLong(memory.group(1)) / 1000,
                    ready);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Starts a program with options for its JVM. */
    @FunctionalInterface
    private interface Start {
        Container start(String... javaOptions) throws IOException;
    }
}
