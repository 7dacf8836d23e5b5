package io.filetao.validator.event;

import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.tier.RewardRules;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
                properties.directory().resolve("events"),
                properties.events().fileSize().toBytes(),
                properties.events().files(),
                redis,
                keys,
                properties.events().stream(),
                rules,
                listeners.orderedStream().toList());
    }

    @Bean
    EventMeters eventMeters(MeterRegistry meters) {
        return new EventMeters(meters);
    }
}
