package io.filetao.common.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a node serves other nodes and calls them.
 *
 * @param enabled Whether the program is a node that others call.
 * @param externalIp Address to announce on the chain, as others reach it.
 * @param announce Whether the address is announced on the chain.
 * @param allowPrivate Whether nodes on loopback, private and link-local addresses are called; only on a local chain unless it is set.
 */
@ConfigurationProperties("filetao.axon")
record AxonProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String externalIp,
        @DefaultValue("true") boolean announce,
        @Nullable Boolean allowPrivate) {}
