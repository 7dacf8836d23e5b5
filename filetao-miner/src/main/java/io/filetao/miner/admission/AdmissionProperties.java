package io.filetao.miner.admission;

import java.math.BigDecimal;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose requests the miner answers.
 *
 * @param minStake Stake in TAO that a caller must exceed.
 * @param requirePermit Whether a caller must have a validator permit.
 * @param blacklistedHotkeys SS58 addresses that are never answered.
 */
@ConfigurationProperties("filetao.miner.admission")
public record AdmissionProperties(
        @DefaultValue("500") BigDecimal minStake,
        @DefaultValue("true") boolean requirePermit,
        @DefaultValue Set<String> blacklistedHotkeys) {}
