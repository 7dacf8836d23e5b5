package io.filetao.common.autoconfigure;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The subnet that a program works on.
 *
 * @param netuid Number of the subnet.
 * @param vpermitTaoLimit Stake in TAO above which a neuron with a permit is a validator, to which no shards are given. Validator and
 *     API need the same.
 */
@ConfigurationProperties("filetao")
record SubnetProperties(
        @DefaultValue("21") int netuid, @DefaultValue("500") BigDecimal vpermitTaoLimit) {

    /** The same limit in rao. */
    BigInteger vpermitRaoLimit() {
        return this.vpermitTaoLimit.movePointRight(9).toBigInteger();
    }
}
