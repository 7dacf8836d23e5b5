package io.filetao.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.redis.RedisCalls.ScriptRun;
import io.filetao.common.redis.embedded.EmbeddedRedis;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** {@link RedisResilience} with a real Redis that ends, hangs and comes back. */
class RedisResilienceTests {

    @TempDir private Path directory;

    private EmbeddedRedis server;
    private LettuceConnectionFactory connections;
    private RedisCalls redis;

    @BeforeEach
    void start() {
        this.server = EmbeddedRedis.start(this.directory);
        RedisStandaloneConfiguration address =
                new RedisStandaloneConfiguration(this.server.host(), this.server.port());
        address.setPassword(this.server.password());
        this.connections =
                new LettuceConnectionFactory(
                        address,
                        LettuceClientConfiguration.builder()
                                .commandTimeout(Duration.ofMillis(200))
                                .clientOptions(
                                        ClientOptions.builder()
                                                .disconnectedBehavior(
                                                        DisconnectedBehavior.REJECT_COMMANDS)
                                                .build())
                                .build());
        this.connections.afterPropertiesSet();
        this.connections.start();
        // Connecting takes longer than a command may; what is tested begins after it.
        awaitUntil(this::isConnected, () -> true);
        this.redis = new RedisCalls(new StringRedisTemplate(this.connections));
        assertThat(answers()).isTrue();
    }

    @AfterEach
    void stop() {
        this.connections.destroy();
        this.server.close();
    }

    @Test
    void callWhenRedisIsAwayFailsAtOnceUntilItIsBack() {
        this.server.close();
        awaitUntil(() -> breaker().getState() == State.OPEN, this::answers);
        assertThat(catchThrowableOfType(IndexUnavailableException.class, this::ask))
                .hasRootCauseInstanceOf(CallNotPermittedException.class)
                .hasMessageContaining("spring.data.redis");

        this.server = EmbeddedRedis.start(this.directory);
        awaitUntil(() -> breaker().getState() == State.CLOSED, this::answers);
        assertThat(answers()).isTrue();
    }

    @Test
    void callWhenRedisHangsIsHeldBackUntilItGoesOn() throws Exception {
        signal("STOP");
        try {
            awaitUntil(() -> breaker().getState() == State.OPEN, this::answers);
        } finally {
            signal("CONT");
        }
        awaitUntil(() -> breaker().getState() == State.CLOSED, this::answers);
    }

    @Test
    void callWhenRedisRefusesIsNoReasonToLeaveItAlone() {
        LuaScript script = LuaScript.named("acquire-lock");
        for (int i = 0; i < 60; i++) {
            assertThatThrownBy(() ->
                            this.redis.runAll(
                                    script, List.of(new ScriptRun(List.of("k"), new byte[0]))))
                    .isInstanceOf(IndexUnavailableException.class);
        }
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
        assertThat(answers()).isTrue();
    }

    @Test
    void callWhenTooManyWaitIsTurnedAway() throws InterruptedException {
        int most =
                this.redis
                        .resilience()
                        .bulkheads()
                        .bulkhead("redis")
                        .getBulkheadConfig()
                        .getMaxConcurrentCalls();
        CountDownLatch inside = new CountDownLatch(most);
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < most; i++) {
                callers.execute(() ->
                        this.redis
                                .resilience()
                                .guard(() -> {
                                    inside.countDown();
                                    awaitUninterruptibly(over);
                                    return null;
                                }));
            }
            assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(catchThrowableOfType(IndexUnavailableException.class, this::ask))
                    .hasRootCauseInstanceOf(BulkheadFullException.class);
            over.countDown();
        }
        assertThat(answers()).isTrue();
    }

    private void ask() {
        this.redis.call(connection -> connection.serverCommands().time());
    }

    private boolean isConnected() {
        try (RedisConnection connection = this.connections.getConnection()) {
            return "PONG".equals(connection.ping());
        } catch (DataAccessException slow) {
            return false;
        }
    }

    private boolean answers() {
        try {
            ask();
            return true;
        } catch (IndexUnavailableException away) {
            return false;
        }
    }

    private CircuitBreaker breaker() {
        return this.redis.resilience().breakers().circuitBreaker("redis");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(this.server.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks again and again until the condition holds. */
    private static void awaitUntil(BooleanSupplier condition, BooleanSupplier ask) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(end);
            ask.getAsBoolean();
            Thread.onSpinWait();
        }
    }
}
