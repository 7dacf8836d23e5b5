package io.filetao.api;

import io.filetao.common.protocol.Nonces;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.protocol.axon.RequestHeadLimit;
import io.filetao.common.wallet.Keypair;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.util.unit.DataSize;

/** What the parts of this program share. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan
final class ApiConfiguration {

    @Bean
    @Primary
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Callers need not know the node's hotkey: they may leave the receiver open. */
    @Bean
    RequestVerifier requestVerifier(Keypair self, Nonces nonces, InstantSource clock) {
        return RequestVerifier.addressedToOrOpen(self.address(), nonces, clock);
    }

    @Bean
    RequestHeadLimit requestHeadLimit(
            @Value("${server.max-http-request-header-size}") DataSize bytes) {
        return new RequestHeadLimit(Duration.ofSeconds(10), Math.toIntExact(bytes.toBytes()));
    }
}
