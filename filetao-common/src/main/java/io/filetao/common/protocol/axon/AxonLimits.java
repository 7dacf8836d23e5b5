package io.filetao.common.protocol.axon;

import java.time.Duration;

/**
 * Time limits of an axon.
 *
 * @param idleTimeout how long the other side may move no byte of a body
 */
public record AxonLimits(Duration idleTimeout) {

    /** Half a minute. */
    public static final AxonLimits DEFAULT = new AxonLimits(Duration.ofSeconds(30));
}
