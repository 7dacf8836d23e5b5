package io.filetao.dashboard.client;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

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

    @Bean
    NetworkReadings networkReadings(ApiClient api, DashboardProperties properties) {
        return new NetworkReadings(api, properties.refresh(), Clock.systemUTC());
    }

    @Bean
    AccountFiles accountFiles(ApiClient api) {
        return new AccountFiles(api);
    }

    @Bean
    FileGateway fileGateway(DashboardProperties properties, ReactorResourceFactory loops) {
        return new FileGateway(properties, loops);
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
