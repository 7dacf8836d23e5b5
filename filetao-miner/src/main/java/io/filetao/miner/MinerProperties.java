package io.filetao.miner;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the miner keeps and where.
 *
 * @param directory Directory of the shards.
 * @param capacity Most bytes of all shards together; as many as fit unless given.
 * @param reserve Bytes of the file system that are left free.
 * @param maxShard Longest shard that is taken.
 * @param maxProofs Proofs that are computed at once; one for each core unless given.
 * @param maxWaitingProofs Proofs that may wait for their turn before callers are sent away.
 */
@ConfigurationProperties("filetao.miner")
record MinerProperties(
        @DefaultValue("~/.filetao/miner") Path directory,
        @Nullable DataSize capacity,
        @DefaultValue("1GB") DataSize reserve,
        @DefaultValue("64MB") DataSize maxShard,
        @Nullable Integer maxProofs,
        @DefaultValue("16") int maxWaitingProofs) {

    /** The directory, with a leading {@code ~} taken for the user's own. */
    Path path() {
        return this.directory.startsWith("~")
                ? Path.of(System.getProperty("user.home"))
                        .resolve(Path.of("~").relativize(this.directory))
                : this.directory;
    }

    long capacityBytes() {
        return this.capacity == null ? Long.MAX_VALUE : this.capacity.toBytes();
    }

    int proofs() {
        return this.maxProofs == null ? Runtime.getRuntime().availableProcessors() : this.maxProofs;
    }
}
