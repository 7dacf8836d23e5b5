package io.filetao.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every service a process of its own, killed for real. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SeparateProcessesIT {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    /** Eleven programs that start at once on two processors spend most of their time in the compiler for code that runs long. */
    private static final Map<String, String> QUICK_START =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Duration END_LIMIT = Duration.ofSeconds(40);

    @TempDir private Path directory;

    @Test
    void killedMinersDoNotMatterUntilTooFewAreLeftAndAKilledParentTakesAllWithIt()
            throws Exception {
        Path data = this.directory.resolve("net");
        Path source = Bytes.file(this.directory.resolve("a file.bin"), 20_000_000, 8);
        Path target = this.directory.resolve("back.bin");
        Process parent =
                CommandRun.start(
                        this.directory.resolve("localnet.out"),
                        this.directory.resolve("localnet.err"),
                        QUICK_START,
                        "localnet",
                        "--miners",
                        "8",
                        "--separate",
                        "--data-dir",
                        data.toString());
        List<ProcessHandle> family = new ArrayList<>();
        try {
            await(
                    START_LIMIT,
                    () -> !parent.isAlive() || Files.exists(data.resolve("localnet.json")));
            assertThat(parent.isAlive()).as(errors()).isTrue();
            parent.descendants().forEach(family::add);
            JsonNode network =
                    new JsonMapper().readTree(Files.readString(data.resolve("localnet.json")));
            List<Long> miners =
                    network.get("miners").values().stream()
                            .map(miner -> miner.get("pid").asLong())
                            .toList();
            assertThat(miners).hasSize(8).doesNotHaveDuplicates().doesNotContain(parent.pid());

            CommandRun put = filetao(network, "put", source.toString());
            assertThat(put.exitCode()).as(put.err()).isZero();
            String cid = put.out().strip().lines().reduce("", (first, last) -> last);

            kill(miners.subList(0, 4));
            CommandRun get = filetao(network, "get", cid, "-o", target.toString());
            assertThat(get.exitCode()).as(get.err()).isZero();
            assertThat(Files.mismatch(source, target)).isEqualTo(-1);
            Files.delete(target);

            kill(miners.subList(4, 8));
            CommandRun lost = filetao(network, "get", cid, "-o", target.toString());
            assertThat(lost.exitCode()).isEqualTo(1);
            assertThat(lost.err()).startsWith("filetao: ").hasLineCount(1);
            try (Stream<Path> files = Files.list(this.directory)) {
                assertThat(files.map(path -> path.getFileName().toString()))
                        .noneMatch(name -> name.contains("back.bin"));
            }
        } finally {
            parent.descendants().forEach(family::add);
            parent.destroyForcibly().waitFor();
        }
        await(END_LIMIT, () -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(family.stream().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private CommandRun filetao(JsonNode network, String... args)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--api=" + network.get("api").asString());
        all.add("--token=" + network.get("token").asString());
        all.add("--wallet.path=" + network.get("walletPath").asString());
        all.add("--wallet.name=" + network.get("walletName").asString());
        all.add("--wallet.hotkey=" + network.get("walletHotkey").asString());
        return CommandRun.of(
                this.directory,
                Map.of("FILETAO_CONFIG", this.directory.resolve("none.yaml").toString()),
                all.toArray(String[]::new));
    }

    private String errors() throws IOException {
        return Files.readString(this.directory.resolve("localnet.err"));
    }

    private static void kill(List<Long> pids) {
        pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
    }

    private static void await(Duration limit, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
    }
}
