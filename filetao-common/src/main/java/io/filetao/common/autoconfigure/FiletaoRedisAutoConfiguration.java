package io.filetao.common.autoconfigure;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.redis.OutboxChore;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.protocol.Nonces;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.Locks;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.redis.RedisNonces;
import io.filetao.common.redis.RedisResilience;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.redis.Departures;
import io.filetao.common.stats.redis.RedisScoreBook;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What the programs keep in Redis: nonces, locks and, unless {@code filetao.index.enabled=false}, the index of files.
 *
 * <p>The server is looked at before anything uses it: it must answer, be set up safely, and hold data of this program's schema. A program
 * without Redis excludes Spring's {@link DataRedisAutoConfiguration}, and all of this stays away with it.
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class)
@ConditionalOnClass({StringRedisTemplate.class, DataRedisAutoConfiguration.class})
@ConditionalOnBean(StringRedisTemplate.class)
@EnableConfigurationProperties(RedisProperties.class)
public final class FiletaoRedisAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Keyspace keyspace(RedisProperties properties) {
        return new Keyspace(properties.prefix());
    }

    /** Everything of ours in Redis goes through this, so that nothing happens before the server was looked at. */
    @Bean
    @ConditionalOnMissingBean
    RedisCalls redisCalls(StringRedisTemplate redis, Keyspace keys, RedisProperties properties) {
        RedisCalls calls = new RedisCalls(redis);
        new RedisStart(calls, keys, properties).check();
        return calls;
    }

    @Bean
    @ConditionalOnMissingBean
    Nonces nonces(RedisCalls redis, Keyspace keys) {
        return new RedisNonces(redis, keys);
    }

    @Bean
    @ConditionalOnMissingBean
    Locks locks(RedisCalls redis, Keyspace keys) {
        return new Locks(redis, keys);
    }

    @Bean
    @ConditionalOnMissingBean
    ScoreBook scoreBook(RedisCalls redis, Keyspace keys) {
        return new RedisScoreBook(redis, keys);
    }

    @Bean
    @ConditionalOnMissingBean
    Departures departures(RedisCalls redis, Keyspace keys) {
        return new Departures(redis, keys);
    }

    /** Meters of the circuit breaker, the bulkhead, the retries and the time limit, with {@code name="redis"}. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class Meters {

        @Bean
        MeterBinder redisResilienceMeters(RedisCalls redis) {
            RedisResilience resilience = redis.resilience();
            return registry -> {
                TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(resilience.breakers())
                        .bindTo(registry);
                TaggedBulkheadMetrics.ofBulkheadRegistry(resilience.bulkheads()).bindTo(registry);
                TaggedRetryMetrics.ofRetryRegistry(resilience.retries()).bindTo(registry);
                TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(resilience.limiters())
                        .bindTo(registry);
            };
        }
    }

    /** Validator and API node share one index. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "filetao.index.enabled", matchIfMissing = true)
    @ConditionalOnMissingBean(FileIndex.class)
    static class Index {

        @Bean
        RedisFileIndex fileIndex(RedisCalls redis, Keyspace keys) {
            return new RedisFileIndex(redis, keys);
        }

        @Bean
        OutboxChore outboxChore(RedisFileIndex index, Locks locks) {
            return new OutboxChore(index, locks);
        }
    }
}
