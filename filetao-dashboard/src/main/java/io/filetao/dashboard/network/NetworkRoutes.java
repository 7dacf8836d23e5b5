package io.filetao.dashboard.network;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Address of the network page. */
@Configuration(proxyBeanMethods = false)
class NetworkRoutes {

    @Bean
    RouterFunction<ServerResponse> networkPages(NetworkHandler handler) {
        return RouterFunctions.route().GET("/", handler::page).build();
    }
}
