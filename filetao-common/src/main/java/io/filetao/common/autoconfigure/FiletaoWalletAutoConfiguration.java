package io.filetao.common.autoconfigure;

import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The node's wallet and its hotkey, which is opened once at the start. An encrypted hotkey needs {@code FILETAO_WALLET_PASSWORD}. A
 * program without keys sets {@code filetao.wallet.enabled=false}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "filetao.wallet.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WalletProperties.class)
public final class FiletaoWalletAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Wallet wallet(WalletProperties properties) {
        return Wallet.at(Wallet.path(properties.path()), properties.name(), properties.hotkey());
    }

    @Bean
    @ConditionalOnMissingBean
    Keypair hotkey(Wallet wallet, Environment environment) {
        @Nullable String password = environment.getProperty("FILETAO_WALLET_PASSWORD");
        return wallet.hotkey(password == null ? PasswordSource.NONE : PasswordSource.of(password));
    }
}
