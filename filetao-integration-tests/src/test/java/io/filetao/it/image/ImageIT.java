package io.filetao.it.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's archive as {@code mvn -Pimage} leaves it: inspected, unpacked, and its entry point started as a process. */
class ImageIT {

    private static final String USER = "10001";

    @TempDir private static Path directory;

    private static ImagePrograms programs;
    private static OciImage image;

    @BeforeAll
    static void open() throws Exception {
        programs = ImagePrograms.unpack(directory);
        image = programs.image();
    }

    @Test
    void configNamesAnOrdinaryUserAndTheCommand() {
        var config = image.config().get("config");
        assertThat(config.get("User").asString()).isEqualTo(USER + ":" + USER);
        assertThat(config.get("WorkingDir").asString()).isEqualTo("/opt/filetao");
        assertThat(image.strings("Entrypoint"))
                .startsWith("/opt/java/bin/java")
                .contains("--enable-native-access=ALL-UNNAMED")
                .endsWith("io.filetao.cli.Main");
        assertThat(config.get("Labels").get("org.opencontainers.image.title").asString())
                .isEqualTo("FileTAO");
        assertThat(config.get("Labels").get("org.opencontainers.image.version").asString())
                .isNotBlank();
        assertThat(image.strings("Env"))
                .noneMatch(
                        variable -> variable.matches("(?i).*(password|secret|token|mnemonic).*"));
    }

    /** Libraries change seldom and the project's own jars always: a layer each, the libraries below. */
    @Test
    void librariesLieBelowTheProgram() throws Exception {
        List<String> names = new ArrayList<>();
        for (Path layer : image.layers()) {
            names.add(String.join("\n", OciImage.list(layer)));
        }
        int libraries = layerWith(names, "/libs/spring-core-");
        int own = layerWith(names, "/libs/filetao-common-");
        int command = layerWith(names, "/filetao-cli-");

        assertThat(libraries).isLessThan(own);
        assertThat(own).isLessThan(command);
        assertThat(names.get(libraries)).doesNotContain("filetao-");
    }

    @Test
    void noFileIsASecretOrCanBeChanged() throws Exception {
        for (Path layer : image.layers()) {
            for (String line : OciImage.list(layer)) {
                assertThat(line).doesNotMatch(".*(\\.env|\\.git/|hotkeys|coldkey|\\.pem|id_rsa).*");
                String mode = line.substring(0, 10);
                assertThat(mode).doesNotContain("s");
                if (mode.charAt(8) == 'w') {
                    assertThat(line).containsPattern("^d.* (tmp|data|spool)/$");
                }
            }
        }
    }

    @Test
    void entryPointTellsItsVersion() throws Exception {
        assumeTrue(Container.isPossible(), "This system lets no user make a namespace.");
        Path log = directory.resolve("version.log");
        try (Container command =
                Container.start(image, programs.root(), log, List.of("--version"))) {
            assertThat(command.end()).as(Files.readString(log)).isZero();
            assertThat(Files.readString(log)).contains("filetao");
        }
    }

    @Test
    void programAnswersForItsHealthOnAReadOnlyRoot() throws Exception {
        assumeTrue(Container.isPossible(), "This system lets no user make a namespace.");
        try (Container dashboard =
                Container.start(
                        image,
                        programs.root(),
                        directory.resolve("dashboard.log"),
                        ImagePrograms.DASHBOARD)) {
            String port = dashboard.await(ImagePrograms.PORT);
            HttpResponse<String> health =
                    ImagePrograms.get("http://127.0.0.1:" + port + "/actuator/health/liveness");

            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).contains("UP");
            assertThat(Files.readString(Path.of("/proc/" + dashboard.pid() + "/root/etc/passwd")))
                    .contains("filetao:x:" + USER);
            assertThat(Files.readString(Path.of("/proc/" + dashboard.pid() + "/cmdline")))
                    .startsWith("/opt/java/bin/java");
        }
    }

    /** Nothing but a volume: Redis, logs and wallets are looked for in the home directory, which is /data. */
    @Test
    void minerAndValidatorWorkWithRedisOfTheirOwnOnAReadOnlyRoot() throws Exception {
        assumeTrue(Container.isPossible(), "This system lets no user make a namespace.");
        try (Container chain = programs.chain()) {
            String url = chain.await(ImagePrograms.CHAIN_URL);
            programs.register("miner", url);
            programs.register("validator", url, "--stake", "10000");
            ProcessHandle redis;
            try (Container miner = programs.node("miner", "miner", url);
                    Container validator = programs.node("validator", "validator", url)) {
                String port = miner.await(ImagePrograms.PORT);
                redis = redisOf("miner");
                assertThat(redis.info().commandLine().orElseThrow())
                        .contains("/data/.filetao/miner/redis/redis-server");
                assertThat(redisOf("validator").pid()).isNotEqualTo(redis.pid());
                assertThat(Files.readString(Path.of("/proc/" + redis.pid() + "/uid_map")))
                        .containsPattern("^ *" + USER + " ");
                await(() -> ImagePrograms.isReady(port));
                String validating = validator.await(ImagePrograms.PORT);
                await(() -> ImagePrograms.isReady(validating));
                // The validator's first duty: bytes of its own that the miner is to keep.
                await(() -> !shards().isEmpty());
                assertThat(directory.resolve("validator/.filetao/validator/events"))
                        .isNotEmptyDirectory();
            }
            redis.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static List<Path> shards() throws IOException {
        Path kept = directory.resolve("miner/.filetao/miner/shards");
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(kept)) {
            return files.filter(file -> file.toString().endsWith(".shard")).toList();
        }
    }

    private static ProcessHandle redisOf(String program) throws IOException {
        Path file = directory.resolve(program + "/.filetao/" + program + "/redis/redis.pid");
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
    }

    private static int layerWith(List<String> layers, String name) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError("No layer has " + name);
    }
}
