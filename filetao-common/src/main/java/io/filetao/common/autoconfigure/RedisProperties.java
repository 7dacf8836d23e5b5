package io.filetao.common.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a program uses its Redis; where that is stands under {@code spring.data.redis}.
 *
 * @param prefix Text in front of every key, so that several nodes can share one server.
 * @param allowUnsafe Whether to start on a Redis without password, without append-only file, with a laxer appendfsync than
 *     "always", or with eviction. What was acknowledged can then be lost.
 * @param startTimeout Longest time to wait for Redis at start.
 */
@ConfigurationProperties("filetao.redis")
record RedisProperties(
        @DefaultValue("filetao:") String prefix,
        @DefaultValue("false") boolean allowUnsafe,
        @DefaultValue("30s") Duration startTimeout) {}
