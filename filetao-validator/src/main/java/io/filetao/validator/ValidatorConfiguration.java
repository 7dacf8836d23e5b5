package io.filetao.validator;

import io.filetao.common.broadband.SecondLook;
import io.filetao.validator.challenge.ShardAuditor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins features that do not know each other. */
@Configuration(proxyBeanMethods = false)
class ValidatorConfiguration {

    /** A second look is a challenge like any other; that it was passed is in the index then. */
    @Bean
    SecondLook secondLook(ShardAuditor auditor) {
        return (cid, segment, shard) -> {
            auditor.audit(cid, segment, shard);
            return true;
        };
    }
}
