package io.filetao.common.chain.rpc;

import io.filetao.common.crypto.Hash;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node is reached.
 *
 * @param endpoints {@code ws://} or {@code wss://} addresses of nodes of one chain, tried in this order and then again
 * @param timeout longest time for a connection to open, and for a call from its start to its answer
 * @param firstPause pause before the second attempt to connect; each further one is twice as long
 * @param longestPause longest pause
 * @param genesis hash of the chain's first block; null takes that of the first node that answers
 */
public record RpcSettings(
        List<URI> endpoints,
        Duration timeout,
        Duration firstPause,
        Duration longestPause,
        @Nullable Hash genesis) {

    /** Pauses from half a second to half a minute. */
    public static RpcSettings of(List<URI> endpoints, Duration timeout, @Nullable Hash genesis) {
        return new RpcSettings(
                endpoints, timeout, Duration.ofMillis(500), Duration.ofSeconds(30), genesis);
    }

    Duration pauseAfter(int failures) {
        Duration pause = this.firstPause.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
        return pause.compareTo(this.longestPause) < 0 ? pause : this.longestPause;
    }
}
