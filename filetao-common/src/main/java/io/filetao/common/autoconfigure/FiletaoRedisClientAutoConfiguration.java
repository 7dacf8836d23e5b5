package io.filetao.common.autoconfigure;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * A Redis client that fails soon instead of queueing while Redis is away, and is back soon after it.
 *
 * <p>A call waits two seconds at most unless {@code spring.data.redis.timeout} says otherwise, and not at all while the client knows that
 * it is disconnected; it tries to connect again at least every second.
 */
@AutoConfiguration(before = DataRedisAutoConfiguration.class)
@ConditionalOnClass({RedisClient.class, LettuceClientOptionsBuilderCustomizer.class})
public final class FiletaoRedisClientAutoConfiguration {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(10);
    private static final Duration ADAPTIVE_REFRESH = Duration.ofSeconds(2);

    @Bean
    LettuceClientConfigurationBuilderCustomizer failSoon(Environment environment) {
        return client -> {
            if (!environment.containsProperty("spring.data.redis.timeout")) {
                client.commandTimeout(COMMAND_TIMEOUT);
            }
        };
    }

    @Bean
    LettuceClientOptionsBuilderCustomizer refuseWhileDisconnected() {
        return options -> {
            options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .timeoutOptions(TimeoutOptions.enabled());
            if (options instanceof ClusterClientOptions.Builder cluster) {
                cluster.topologyRefreshOptions(
                        ClusterTopologyRefreshOptions.builder()
                                .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                                // A replica that took over is known as soon as something points to
                                // it.
                                .adaptiveRefreshTriggersTimeout(ADAPTIVE_REFRESH)
                                .build());
            }
        };
    }

    @Bean
    ClientResourcesBuilderCustomizer reconnectSoon() {
        return resources ->
                resources.reconnectDelay(
                        Delay.exponential(
                                Duration.ofMillis(10),
                                Duration.ofSeconds(1),
                                2,
                                TimeUnit.MILLISECONDS));
    }
}
