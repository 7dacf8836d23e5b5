package io.filetao.common.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link EmbeddedRedis}, with real servers and real parents. */
@Timeout(90)
class EmbeddedRedisTests {

    @TempDir private Path directory;

    @Test
    void runningWhenAServerAnswersLeadsToItAndOtherwiseNowhere() {
        Path home = this.directory.resolve("validator");
        assertThat(EmbeddedRedis.running(home)).isEmpty();
        try (EmbeddedRedis redis = EmbeddedRedis.start(home)) {
            assertThat(EmbeddedRedis.running(home)).contains(redis.springProperties());
        }
        assertThat(EmbeddedRedis.running(home)).isEmpty();
    }

    @Test
    void startWhenDirectoryIsNewServesWithPasswordOnLoopback() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory.resolve("a b\"c"))) {
            assertThat(InetAddress.getByName(redis.host()).isLoopbackAddress()).isTrue();
            assertThat(redis.password()).hasSize(48);
            assertThat(call(redis, "PING")).isEqualTo("+PONG");
            try (RespConnection stranger = RespConnection.open(redis.host(), redis.port())) {
                assertThat(stranger.call("PING")).startsWith("-NOAUTH");
            }
        }
    }

    @Test
    void startConfiguresSyncOnEveryWriteAndNoSnapshots() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(Files.readString(this.directory.resolve("redis.conf")))
                    .contains("appendonly yes", "appendfsync always", "save \"\"", "bind 127.0.0.1")
                    .contains(redis.password());
            assertThat(this.directory.resolve("appendonlydir")).isDirectory();
        }
    }

    @Test
    void passwordIsReadableByTheOwnerOnlyAndInNoArgument() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(Files.getPosixFilePermissions(this.directory.resolve("redis.conf")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(ProcessHandle.of(redis.pid()).orElseThrow().info().commandLine())
                    .get()
                    .asString()
                    .contains("redis.conf")
                    .doesNotContain(redis.password());
        }
    }

    @Test
    void startAgainKeepsDataPasswordAndPort() throws IOException {
        String password;
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            password = redis.password();
            port = redis.port();
            call(redis, "SET", "kept", "1");
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(call(redis, "INCR", "kept")).isEqualTo(":2");
            assertThat(redis.password()).isEqualTo(password);
            assertThat(redis.port()).isEqualTo(port);
        }
    }

    @Test
    void startWhenFormerPortIsTakenTakesAnother() throws IOException {
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            port = redis.port();
        }
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(redis.port()).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void startWhenGivenPortIsTakenSaysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(RedisStartException.class)
                    .isThrownBy(() -> EmbeddedRedis.start(this.directory, taken.getLocalPort()))
                    .withMessageContaining("Port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void startWhenConfigurationIsRefusedTellsTheLastLineOfTheLog() {
        assertThatExceptionOfType(RedisStartException.class)
                .isThrownBy(() -> EmbeddedRedis.start(this.directory, 0, List.of("no-such-thing")))
                .withMessageContaining("Redis ended at once");
    }

    @Test
    void startWhenAnotherHoldsTheDirectoryRefuses() {
        try (EmbeddedRedis first = EmbeddedRedis.start(this.directory)) {
            assertThat(first.pid()).isPositive();
            assertThatExceptionOfType(RedisStartException.class)
                    .isThrownBy(() -> EmbeddedRedis.start(this.directory))
                    .withMessageContaining("in use by another program");
        }
    }

    @Test
    void acknowledgedWriteSurvivesKillOfTheServer() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            call(redis, "SET", "kept", "41");
            ProcessHandle server = ProcessHandle.of(redis.pid()).orElseThrow();
            server.destroyForcibly();
            server.onExit().get(10, TimeUnit.SECONDS);
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(call(redis, "INCR", "kept")).isEqualTo(":42");
        }
    }

    @Test
    void killOfTheParentEndsTheServer() throws Exception {
        Process parent = parent(List.of());
        ProcessHandle server = server(parent);
        parent.destroyForcibly();
        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void startRightAfterKillOfTheParentTakesTheDirectoryOver() throws Exception {
        Process parent = parent(List.of());
        ProcessHandle server = server(parent);
        parent.destroyForcibly();
        parent.waitFor();
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(server.isAlive()).isFalse();
            assertThat(call(redis, "PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void startWhenTheProcessIdBelongsToAStrangerLeavesItAlone() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(this.directory.resolve("redis.pid"), stranger.pid() + "\n");
            EmbeddedRedis.start(this.directory).close();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void startWhenAServerWasLeftBehindEndsIt() throws Exception {
        long pid;
        Process parent = parent(List.of());
        ProcessHandle server = server(parent);
        pid = server.pid();
        // Without its watcher nobody ends the server when the parent dies.
        parent.toHandle()
                .descendants()
                .filter(process -> process.pid() != pid)
                .forEach(ProcessHandle::destroyForcibly);
        parent.destroyForcibly();
        parent.waitFor();
        assertThat(server.isAlive()).isTrue();
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            assertThat(server.isAlive()).isFalse();
            assertThat(redis.pid()).isNotEqualTo(pid);
        }
    }

    /** A shell without job control starts its background jobs with SIGINT ignored, which children inherit. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void interruptFromTheTerminalLetsTheProgramFinishFirst() throws Exception {
        Process parent = parent(List.of("setsid", "env", "--default-signal=INT"));
        BufferedReader output = parent.inputReader();
        ProcessHandle server = server(output);
        new ProcessBuilder("kill", "-INT", "--", "-" + parent.pid()).start().waitFor();
        assertThat(output.readLine()).isEqualTo("hook +OK");
        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(server.isAlive()).isFalse();
    }

    private Process parent(List<String> wrapper) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(EmbeddedRedisParent.class.getName(), this.directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    private static ProcessHandle server(Process parent) throws IOException {
        return server(parent.inputReader(StandardCharsets.UTF_8));
    }

    private static ProcessHandle server(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches("[0-9]+")) {
                return ProcessHandle.of(Long.parseLong(line)).orElseThrow();
            }
        }
        throw new IOException("The parent printed no process id");
    }

    private static String call(EmbeddedRedis redis, String... words) throws IOException {
        try (RespConnection connection = RespConnection.open(redis.host(), redis.port())) {
            assertThat(connection.call("AUTH", redis.password())).isEqualTo("+OK");
            return connection.call(words);
        }
    }
}
