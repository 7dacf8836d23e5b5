package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.protocol.Nonces;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.Locks;
import io.filetao.common.redis.SchemaMismatchException;
import io.filetao.common.redis.UnsafeRedisException;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** {@link FiletaoRedisAutoConfiguration} and {@link FiletaoRedisClientAutoConfiguration}. */
@ExtendWith(RedisServerExtension.class)
class FiletaoRedisAutoConfigurationTests {

    private final ApplicationContextRunner programs =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    FiletaoRedisClientAutoConfiguration.class,
                                    DataRedisAutoConfiguration.class,
                                    FiletaoRedisAutoConfiguration.class));

    @TempDir private Path directory;

    @Test
    void programOnASafeRedisHasIndexNoncesAndLocks(RedisServer server) {
        programOn(server)
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(FileIndex.class)
                            .hasSingleBean(Nonces.class)
                            .hasSingleBean(Locks.class);
                    assertThat(context.getBean(Keyspace.class).prefix()).isEqualTo(server.prefix());
                    assertThat(server.template().opsForValue().get(server.prefix() + "schema"))
                            .isEqualTo("1");
                });
    }

    @Test
    void clientFailsSoonAndDoesNotQueue(RedisServer server) {
        programOn(server)
                .run(context -> {
                    var client =
                            context.getBean(LettuceConnectionFactory.class)
                                    .getClientConfiguration();
                    assertThat(client.getCommandTimeout()).hasSeconds(2);
                    assertThat(client.getClientOptions().orElseThrow().getDisconnectedBehavior())
                            .hasToString("REJECT_COMMANDS");
                });
        programOn(server)
                .withPropertyValues("spring.data.redis.timeout=7s")
                .run(context ->
                        assertThat(
                                        context.getBean(LettuceConnectionFactory.class)
                                                .getClientConfiguration()
                                                .getCommandTimeout())
                                .hasSeconds(7));
    }

    @Test
    void minerHasNoFileIndex(RedisServer server) {
        programOn(server)
                .withPropertyValues("filetao.index.enabled=false")
                .run(context ->
                        assertThat(context)
                                .doesNotHaveBean(FileIndex.class)
                                .hasSingleBean(Nonces.class));
    }

    @Test
    void programWithoutRedisStarts() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FiletaoRedisAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Locks.class));
    }

    @Test
    void otherSchemaIsRefusedWithAnAction(RedisServer server) {
        server.template().opsForValue().set(server.prefix() + "schema", "99");
        programOn(server)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure())
                            .rootCause()
                            .isInstanceOf(SchemaMismatchException.class);
                    FailureAnalysis analysis =
                            new SchemaMismatchFailureAnalyzer()
                                    .analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("schema 99");
                    assertThat(analysis.getAction()).contains("filetao.redis.prefix");
                });
    }

    @Test
    void laxRedisIsRefusedWithAnActionUnlessAllowed() {
        List<String> lax =
                List.of("appendonly no", "maxmemory 100mb", "maxmemory-policy allkeys-lru");
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory, 0, lax)) {
            programOn(redis)
                    .run(context -> {
                        assertThat(context).hasFailed();
                        FailureAnalysis analysis =
                                new UnsafeRedisFailureAnalyzer()
                                        .analyze(context.getStartupFailure());
                        assertThat(analysis.getDescription())
                                .contains("append-only file", "maxmemory-policy")
                                .doesNotContain("password");
                        assertThat(analysis.getAction())
                                .contains(
                                        "filetao admin redis secure",
                                        "filetao.redis.allow-unsafe=true");
                    });
            programOn(redis)
                    .withPropertyValues("filetao.redis.allow-unsafe=true")
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void laterSyncIsRefused() {
        try (EmbeddedRedis redis =
                EmbeddedRedis.start(this.directory, 0, List.of("appendfsync everysec"))) {
            programOn(redis)
                    .run(context ->
                            assertThat(context.getStartupFailure())
                                    .rootCause()
                                    .isInstanceOf(UnsafeRedisException.class)
                                    .hasMessageContaining("appendfsync always"));
        }
    }

    @Test
    void redisWithoutPasswordIsRefused() {
        // A user of an access list knows a password, but strangers come in without one.
        List<String> open =
                List.of(
                        "user default on nopass ~* &* +@all",
                        "user filetao on >secret ~* &* +@all");
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory, 0, open)) {
            programOn(redis)
                    .withPropertyValues(
                            "spring.data.redis.username=filetao",
                            "spring.data.redis.password=secret")
                    .run(context ->
                            assertThat(context.getStartupFailure())
                                    .rootCause()
                                    .isInstanceOf(UnsafeRedisException.class)
                                    .hasMessageContaining("password"));
        }
    }

    @Test
    void accessListWithoutStrangersIsSafe() {
        List<String> closed =
                List.of("user filetao on >secret ~* &* +@all", "user health on nopass ~* +ping");
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory, 0, closed)) {
            programOn(redis)
                    .withPropertyValues(
                            "spring.data.redis.username=filetao",
                            "spring.data.redis.password=secret")
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void absentRedisIsToldWithAnAction() {
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.start(this.directory)) {
            port = redis.port();
        }
        this.programs
                .withPropertyValues(
                        "spring.data.redis.port=" + port, "filetao.redis.start-timeout=100ms")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis =
                            new RedisAwayFailureAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getAction()).contains("spring.data.redis.host");
                    assertThat(analysis.getCause()).isInstanceOf(IndexUnavailableException.class);
                });
    }

    private ApplicationContextRunner programOn(RedisServer server) {
        return programOn(server.properties());
    }

    private ApplicationContextRunner programOn(EmbeddedRedis redis) {
        return programOn(redis.springProperties());
    }

    private ApplicationContextRunner programOn(Map<String, Object> properties) {
        return this.programs.withPropertyValues(
                properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }
}
