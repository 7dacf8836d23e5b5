package io.filetao.common.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which chain is used and how.
 *
 * @param url Address of the chain: ws:// or wss:// for subtensor nodes, several of one chain with commas between them; http://
 *     for a local chain.
 * @param genesis Hash of the first block of the chain that is wanted, 0x and 64 digits; a node of another chain is turned away.
 * @param timeout Longest time that one call may take.
 * @param refresh Time between two readings of the metagraph; a block of 12 s, or 3 s on a local chain.
 * @param inclusion Longest time until a signed call must be in a block of a subtensor node.
 * @param commits Directory for weights that are committed and still to be revealed, on subnets that want them so.
 */
@ConfigurationProperties("filetao.chain")
record ChainProperties(
        @DefaultValue("http://127.0.0.1:9944") List<URI> url,
        @Nullable String genesis,
        @DefaultValue("10s") Duration timeout,
        @Nullable Duration refresh,
        @DefaultValue("90s") Duration inclusion,
        @DefaultValue("~/.filetao/weight-commits") String commits) {

    private static final Duration BLOCK = Duration.ofSeconds(12);
    private static final Duration LOCAL = Duration.ofSeconds(3);

    Duration refreshOrBlock() {
        if (this.refresh != null) {
            return this.refresh;
        }
        return isSubtensor() ? BLOCK : LOCAL;
    }

    /** Whether all addresses are those of subtensor nodes. */
    boolean isSubtensor() {
        return this.url.stream()
                .map(URI::getScheme)
                .allMatch(scheme -> "ws".equals(scheme) || "wss".equals(scheme));
    }

    boolean isLocal() {
        return this.url.size() == 1 && "http".equals(this.url.getFirst().getScheme());
    }
}
