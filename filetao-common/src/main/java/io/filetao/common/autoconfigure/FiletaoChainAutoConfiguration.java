package io.filetao.common.autoconfigure;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The chain behind {@link Subtensor}, by the scheme of {@code filetao.chain.url}, and the metagraph that is kept of it. A program
 * without a chain sets {@code filetao.chain.enabled=false}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "filetao.chain.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ChainProperties.class, SubnetProperties.class})
public final class FiletaoChainAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Subtensor subtensor(ChainProperties chain, SubnetProperties subnet) {
        String scheme = String.valueOf(chain.url().getScheme());
        if (!scheme.equals("http")) {
            throw new ChainException(
                    "The chain's address "
                            + chain.url()
                            + " is not of a kind that is supported; give http://host:port of a"
                            + " local chain.");
        }
        return new LocalSubtensor(chain.url(), subnet.netuid(), chain.timeout());
    }

    @Bean
    @ConditionalOnMissingBean
    MetagraphCache metagraphCache(Subtensor subtensor, ChainProperties chain) {
        return new MetagraphCache(subtensor, chain.refresh(), InstantSource.system());
    }
}
