package io.filetao.common.autoconfigure;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which chain is used and how.
 *
 * @param url Address of the chain: http:// for a local chain.
 * @param timeout Longest time that one call may take.
 * @param refresh Time between two readings of the metagraph, about a block.
 */
@ConfigurationProperties("filetao.chain")
record ChainProperties(
        @DefaultValue("http://127.0.0.1:9944") URI url,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("3s") Duration refresh) {}
