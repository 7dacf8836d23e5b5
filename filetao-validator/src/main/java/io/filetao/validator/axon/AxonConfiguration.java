package io.filetao.validator.axon;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.index.FileIndex;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.PingReply;
import io.filetao.common.protocol.StatusRequest;
import io.filetao.common.protocol.axon.Admission;
import io.filetao.common.protocol.axon.Axon;
import io.filetao.common.protocol.axon.AxonResponse;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The validator's axon. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
class AxonConfiguration {

    /** A validator holds no shards. */
    private static final PingReply PING = new PingReply("filetao-validator", 0, 0, 0);

    @Bean
    Admission admission(MetagraphCache metagraph) {
        return new RegisteredAdmission(metagraph);
    }

    @Bean
    RouterFunction<ServerResponse> apiAddressRoute(ApiProperties api) {
        return RouterFunctions.route(
                RequestPredicates.GET(AxonPaths.API), new ApiAddressHandler(api.url())::answer);
    }

    @Bean
    RouterFunction<ServerResponse> axonRoutes(Axon axon, FileIndex index) {
        return axon.routes()
                .get(AxonPaths.PING, request -> AxonResponse.ok(PING.encode()))
                .post(AxonPaths.SHARD_STATUS, StatusRequest.MAX_BYTES, new StatusHandler(index))
                .build();
    }
}
