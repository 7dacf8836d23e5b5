package io.filetao.validator;

import io.filetao.common.broadband.SecondLook;
import io.filetao.validator.challenge.ShardAuditor;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins features that do not know each other, and gives all of them their time and their randomness. */
@Configuration(proxyBeanMethods = false)
class ValidatorConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Miners must not be able to foretell it. */
    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    /** A second look is a challenge like any other; that it was passed is in the index then. */
    @Bean
    SecondLook secondLook(ShardAuditor auditor) {
        return (cid, segment, shard) -> {
            auditor.audit(cid, segment, shard);
            return true;
        };
    }
}
