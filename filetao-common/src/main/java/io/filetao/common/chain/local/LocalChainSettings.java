package io.filetao.common.chain.local;

import io.filetao.common.chain.Hyperparameters;
import java.math.BigInteger;
import java.time.Duration;

/**
 * The local chain's rules.
 *
 * @param blockTime time between two blocks
 * @param finalityLag blocks between the newest and the newest final one
 * @param hyperparameters rules of every subnet
 * @param maxValidators validator permits of every subnet
 * @param burn price of a registration in rao
 * @param endowment rao that every account has at the beginning
 */
public record LocalChainSettings(
        Duration blockTime,
        int finalityLag,
        Hyperparameters hyperparameters,
        int maxValidators,
        BigInteger burn,
        BigInteger endowment) {

    /** 10^9 rao are one TAO. */
    public static final BigInteger RAO_PER_TAO = BigInteger.valueOf(1_000_000_000);

    /** Mainnet's figures where a local network can live with them; announcing an axon is not rate limited. */
    public static LocalChainSettings of(Duration blockTime) {
        return new LocalChainSettings(
                blockTime,
                3,
                new Hyperparameters(360, 1, 65535, 0, 100, 0, 5000, 256),
                64,
                RAO_PER_TAO,
                RAO_PER_TAO.multiply(BigInteger.valueOf(1_000_000)));
    }

    /** The same with other rules for every subnet. */
    public LocalChainSettings with(Hyperparameters other) {
        return new LocalChainSettings(
                this.blockTime,
                this.finalityLag,
                other,
                this.maxValidators,
                this.burn,
                this.endowment);
    }
}
