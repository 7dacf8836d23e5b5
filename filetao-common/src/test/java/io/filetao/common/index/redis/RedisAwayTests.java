package io.filetao.common.index.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.autoconfigure.FiletaoRedisAutoConfiguration;
import io.filetao.common.autoconfigure.FiletaoRedisClientAutoConfiguration;
import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.health.DataRedisReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** What happens to the index while its Redis is stopped, frozen, killed and started again. */
@Timeout(120)
class RedisAwayTests {

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FileRecords samples = FileRecords.seeded(3);
    private final FileRecord file = this.samples.file(1, 1, 3, this.samples.miners(3));

    @TempDir private Path directory;

    @Test
    void callsFailSoonWhileRedisIsStoppedAndWorkAgainAfterIt() {
        EmbeddedRedis redis = EmbeddedRedis.start(this.directory);
        int port = redis.port();
        programOn(redis)
                .run(program -> {
                    FileIndex index = program.getBean(FileIndex.class);
                    index.record(this.file, this.samples.claim(ALICE));
                    assertThat(health(program)).isEqualTo(Status.UP);
                    redis.close();
                    for (int i = 0; i < 5; i++) {
                        assertFailsSoon(index);
                    }
                    assertThat(health(program)).isEqualTo(Status.DOWN);
                    try (EmbeddedRedis again = EmbeddedRedis.start(this.directory, port)) {
                        assertThat(again.port()).isEqualTo(port);
                        awaitAnswer(index);
                        assertThat(index.find(this.file.cid())).contains(this.file);
                        awaitUp(program);
                    }
                });
    }

    @Test
    void callsFailSoonWhileRedisIsFrozenAndWorkAgainAfterIt() {
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            programOn(redis)
                    .run(program -> {
                        FileIndex index = program.getBean(FileIndex.class);
                        index.record(this.file, this.samples.claim(ALICE));
                        signal("STOP", redis.pid());
                        try {
                            assertFailsSoon(index);
                            assertThat(health(program)).isEqualTo(Status.DOWN);
                        } finally {
                            signal("CONT", redis.pid());
                        }
                        awaitAnswer(index);
                        assertThat(index.find(this.file.cid())).contains(this.file);
                    });
        }
    }

    @Test
    void recordsThatWereAcknowledgedSurviveKillOfRedis() {
        EmbeddedRedis redis = EmbeddedRedis.start(this.directory);
        int port = redis.port();
        programOn(redis)
                .run(program -> {
                    FileIndex index = program.getBean(FileIndex.class);
                    FileRecord last = this.file;
                    for (int i = 0; i < 20; i++) {
                        last = this.samples.file(1, 1, 3, this.samples.miners(3));
                        index.record(last, this.samples.claim(ALICE));
                    }
                    ProcessHandle server = ProcessHandle.of(redis.pid()).orElseThrow();
                    server.destroyForcibly();
                    server.onExit().get(10, TimeUnit.SECONDS);
                    redis.close();
                    try (EmbeddedRedis again = EmbeddedRedis.start(this.directory, port)) {
                        assertThat(again.port()).isEqualTo(port);
                        awaitAnswer(index);
                        assertThat(index.find(last.cid())).contains(last);
                        assertThat(index.list(ALICE, null, 100).items()).hasSize(20);
                    }
                });
    }

    private static void assertFailsSoon(FileIndex index) {
        long start = System.nanoTime();
        assertThatExceptionOfType(IndexUnavailableException.class)
                .isThrownBy(() ->
                        index.find("bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu"))
                .withMessageContaining("Redis does not answer");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    /** The client connects again by itself; how soon that must be is the limit here. */
    private static void awaitAnswer(FileIndex index) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                index.heldShards(FileRecords.seeded(1).miners(1).getFirst());
                return;
            } catch (IndexUnavailableException stillAway) {
                assertThat(System.nanoTime()).as("recovers within 10 s").isLessThan(deadline);
            }
        }
    }

    /** The probe has a connection of its own, which comes back in its own time. */
    private static void awaitUp(ApplicationContext program) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!health(program).equals(Status.UP)) {
            assertThat(System.nanoTime()).as("up again within 10 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static Status health(ApplicationContext program) {
        return program.getBean(DataRedisReactiveHealthIndicator.class)
                .health(false)
                .block(SOON)
                .getStatus();
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    private static ApplicationContextRunner programOn(EmbeddedRedis redis) {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                FiletaoRedisClientAutoConfiguration.class,
                                DataRedisAutoConfiguration.class,
                                DataRedisReactiveAutoConfiguration.class,
                                DataRedisReactiveHealthContributorAutoConfiguration.class,
                                FiletaoRedisAutoConfiguration.class))
                .withPropertyValues(
                        redis.springProperties().entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new));
    }
}
