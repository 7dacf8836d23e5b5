package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileHealthReport.Segment;
import io.filetao.common.client.FileHealthReport.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Store, lose miners, retrieve: all nodes in this JVM. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OneJvmNetworkIT {

    @TempDir private Path directory;

    @Test
    void fileComesBackWhileKOfNHoldersAreLeftAndNotWithFewer() throws Exception {
        Path source = Bytes.file(this.directory.resolve("source"), 3_000_000, 21);
        Path target = this.directory.resolve("target");
        try (LocalNetwork network = start();
                User user = new User(network)) {
            Cid cid = user.store(source);
            Segment segment = user.health(cid).segments().getFirst();
            assertThat(segment.n()).isEqualTo(6);
            assertThat(segment.k()).isEqualTo(2);
            List<LocalNode> holders = holders(network, segment);
            assertThat(holders).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();

            holders.stream().limit(holders.size() - 2).forEach(LocalNode::kill);
            user.retrieve(cid, target);
            assertThat(Bytes.sha256(target)).isEqualTo(Bytes.sha256(source));

            holders.get(holders.size() - 1).kill();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> user.retrieve(cid, target));

            holders.getFirst().start();
            user.retrieve(cid, target);
            assertThat(Bytes.sha256(target)).isEqualTo(Bytes.sha256(source));
        }
    }

    @Test
    void networkStartedAgainOnItsDirectoryStillHasTheFiles() throws Exception {
        long[] sizes = {0, 1, 1_000_000};
        Path target = this.directory.resolve("target");
        Cid[] cids = new Cid[sizes.length];
        try (LocalNetwork network = start();
                User user = new User(network)) {
            for (int i = 0; i < sizes.length; i++) {
                cids[i] = user.store(Bytes.file(this.directory.resolve("file" + i), sizes[i], i));
            }
            assertThat(network.directory().resolve("localnet.json")).exists();
        }
        assertThat(this.directory.resolve("net/localnet.json")).doesNotExist();
        try (LocalNetwork network = start();
                User user = new User(network)) {
            for (int i = 0; i < sizes.length; i++) {
                user.retrieve(cids[i], target);
                assertThat(Bytes.sha256(target))
                        .isEqualTo(Bytes.sha256(this.directory.resolve("file" + i)));
            }
        }
    }

    private LocalNetwork start() {
        return Networks.with(validators(1), miners(9))
                .directory(this.directory.resolve("net"))
                // What is lost here is to stay lost.
                .property("filetao.validator.repair.enabled", "false")
                .start();
    }

    private static List<LocalNode> holders(LocalNetwork network, Segment segment) {
        return segment.shards().stream()
                .map(Shard::hotkey)
                .flatMap(hotkey ->
                        network.miners().stream()
                                .filter(miner -> miner.hotkey().value().equals(hotkey)))
                .toList();
    }
}
