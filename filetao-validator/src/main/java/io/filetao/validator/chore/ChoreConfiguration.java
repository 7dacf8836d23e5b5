package io.filetao.validator.chore;

import io.filetao.common.chain.Subtensor;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.validator.event.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Runs every {@link Chore} of the program. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(ChoreProperties.class)
class ChoreConfiguration {

    /** A command that only uses parts of the program sets {@code filetao.validator.scheduled=false}. */
    @Bean
    @ConditionalOnBooleanProperty(name = "filetao.validator.scheduled", matchIfMissing = true)
    ChoreRunner choreRunner(
            ObjectProvider<Chore> chores,
            ChoreProperties properties,
            Subtensor chain,
            RedisCalls redis,
            Keyspace keys,
            EventLog events,
            MeterRegistry meters,
            ObservationRegistry observations) {
        List<Chore> all = chores.orderedStream().toList();
        return new ChoreRunner(
                all, properties, chain::head, redis, keys, events, meters, observations);
    }
}
