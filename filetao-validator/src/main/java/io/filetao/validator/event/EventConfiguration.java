package io.filetao.validator.event;

import io.filetao.common.disk.DiskHealthIndicator;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.tier.RewardRules;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log of events as configured. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventProperties.class)
class EventConfiguration {

    @Bean
    EventLog eventLog(
            EventProperties properties,
            RedisCalls redis,
            Keyspace keys,
            RewardRules rules,
            ObjectProvider<EventListener> listeners) {
        return new EventLog(
                properties.logDirectory(),
                properties.events().fileSize().toBytes(),
                properties.events().files(),
                redis,
                keys,
                properties.events().stream(),
                rules,
                listeners.orderedStream().toList());
    }

    /** Rounds go on without the log, but nobody can compute again what they led to. */
    @Bean
    HealthIndicator eventLogHealthIndicator(EventProperties properties) {
        return new DiskHealthIndicator("filetao.validator.directory", properties.logDirectory());
    }

    @Bean
    EventMeters eventMeters(MeterRegistry meters) {
        return new EventMeters(meters);
    }
}
