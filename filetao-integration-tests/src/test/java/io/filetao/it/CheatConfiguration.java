package io.filetao.it;

import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.axon.Axon;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.wallet.Keypair;
import io.filetao.miner.challenge.ProofGate;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Makes a miner a cheat for as long as a test wants: its routes stand before the honest ones. Added to the program with
 * {@code spring.main.sources}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "spring.application.name", havingValue = "filetao-miner")
class CheatConfiguration {

    @Bean
    CheatingHandlers cheatingHandlers(
            ShardStore shards,
            RedisShardIndex index,
            Keypair hotkey,
            ProofGate gate,
            InstantSource clock,
            Dendrite dendrite) {
        return new CheatingHandlers(shards, index, hotkey, gate, clock, dendrite);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RouterFunction<ServerResponse> cheatingRoutes(Axon axon, CheatingHandlers handlers) {
        return RouterFunctions.nest(
                _ -> handlers.isCheating(),
                axon.routes()
                        .post(AxonPaths.CHALLENGES, CheatingHandlers.MAX_BYTES, handlers::challenge)
                        .post(AxonPaths.OPENINGS, CheatingHandlers.MAX_BYTES, handlers::opening)
                        .build());
    }
}
