package io.filetao.dashboard.client;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to the API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DashboardProperties.class)
class ClientConfiguration {

    @Bean
    ApiClient apiClient(DashboardProperties properties) {
        return new ApiClient(properties);
    }

    @Bean
    NetworkWatch networkWatch(ApiClient api, DashboardProperties properties, MeterRegistry meters) {
        return new NetworkWatch(api, properties.refresh(), Clock.systemUTC(), meters);
    }

    /** Told, but no part of readiness: without the API the dashboard still serves a page that says so. */
    @Bean
    HealthIndicator apiHealthIndicator(NetworkWatch watch) {
        return () -> {
            Sighting seen = watch.look();
            return seen.live()
                    ? Health.up().build()
                    : Health.down().withDetail("reason", String.valueOf(seen.trouble())).build();
        };
    }
}
