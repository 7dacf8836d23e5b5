package io.filetao.common.redis;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;

/**
 * Keeps a Redis that is away or slow from holding up the program.
 *
 * <ul>
 *   <li>A circuit breaker lets calls fail at once for a second when most of the last ones found no answer. What Redis itself
 *       refuses is an answer.
 *   <li>A bulkhead bounds the calls that wait for Redis at once.
 *   <li>A script that was never sent, since the connection was being made again, is tried once more or twice. Nothing else is:
 *       what was sent may have been carried out.
 *   <li>A pipeline has a time limit as a whole; a single command has that of the client.
 * </ul>
 */
public final class RedisResilience {

    private static final String NAME = "redis";

    /** So high that one lost server of a cluster does not keep the program from the others. */
    private static final int FAILURE_RATE = 80;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int CALLS = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration PIPELINE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final String NOT_SENT = "Commands are rejected";

    private final CircuitBreakerRegistry breakers =
            CircuitBreakerRegistry.of(
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(50)
                            .minimumNumberOfCalls(10)
                            .failureRateThreshold(FAILURE_RATE)
                            .waitDurationInOpenState(PAUSE)
                            .permittedNumberOfCallsInHalfOpenState(3)
                            .maxWaitDurationInHalfOpenState(PIPELINE)
                            .recordException(RedisResilience::isAway)
                            .build());
    private final BulkheadRegistry bulkheads =
            BulkheadRegistry.of(
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(CALLS)
                            .maxWaitDuration(PATIENCE)
                            .writableStackTraceEnabled(false)
                            .build());
    private final RetryRegistry retries =
            RetryRegistry.of(
                    RetryConfig.custom()
                            .maxAttempts(ATTEMPTS)
                            .intervalFunction(IntervalFunction.ofExponentialBackoff(FIRST_WAIT, 2))
                            .retryOnException(RedisResilience::wasNotSent)
                            .build());
    private final TimeLimiterRegistry limiters =
            TimeLimiterRegistry.of(
                    TimeLimiterConfig.custom()
                            .timeoutDuration(PIPELINE)
                            .cancelRunningFuture(false)
                            .build());
    private final CircuitBreaker breaker = this.breakers.circuitBreaker(NAME);
    private final Bulkhead bulkhead = this.bulkheads.bulkhead(NAME);
    private final Retry retry = this.retries.retry(NAME);
    private final TimeLimiter limiter = this.limiters.timeLimiter(NAME);

    RedisResilience() {}

    /** The registry that holds the circuit breaker. */
    public CircuitBreakerRegistry breakers() {
        return this.breakers;
    }

    /** The registry that holds the bulkhead. */
    public BulkheadRegistry bulkheads() {
        return this.bulkheads;
    }

    /** The registry that holds the retries of scripts. */
    public RetryRegistry retries() {
        return this.retries;
    }

    /** The registry that holds the time limit of pipelines. */
    public TimeLimiterRegistry limiters() {
        return this.limiters;
    }

    /** Makes a call if breaker and bulkhead let it. */
    <T extends @Nullable Object> T guard(Supplier<T> call) {
        return this.bulkhead.executeSupplier(() -> this.breaker.executeSupplier(call));
    }

    /** Makes a call again that did not reach Redis. */
    <T extends @Nullable Object> T retry(Supplier<T> call) {
        return this.retry.executeSupplier(call);
    }

    /** Waits until all answers of a pipeline are there, good or bad. */
    void await(List<? extends Future<?>> answers) {
        CompletableFuture<?>[] all =
                answers.stream()
                        .map(answer -> ((CompletionStage<?>) answer).toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture<?> settled = CompletableFuture.allOf(all).exceptionally(_ -> null);
        try {
            this.limiter.executeFutureSupplier(() -> settled);
        } catch (TimeoutException late) {
            throw new QueryTimeoutException("No answer within " + PIPELINE, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("Interrupted while waiting for Redis", interrupted);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Not what a caller's own code throws, and not what Redis answered. */
    private static boolean isAway(Throwable failure) {
        boolean ofClient =
                failure instanceof DataAccessException || failure instanceof IllegalStateException;
        return ofClient
                && !inChain(failure, cause -> cause instanceof RedisCommandExecutionException);
    }

    private static boolean wasNotSent(Throwable failure) {
        return inChain(failure, cause -> String.valueOf(cause.getMessage()).contains(NOT_SENT));
    }

    private static boolean inChain(Throwable failure, Predicate<Throwable> test) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (test.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
