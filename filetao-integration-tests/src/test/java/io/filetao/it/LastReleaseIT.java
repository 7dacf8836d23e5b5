package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileHealthReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Miners of the last release with today's validator, API and client. {@value #RELEASE} names the directory of that release's jars, as
 * the workflow of a release takes them out of the newest tag before it; without it, which is so until there is one, the miners are today's.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LastReleaseIT {

    private static final String RELEASE = "filetao.test.last-release";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir private Path directory;

    @Test
    void minersOfTheLastReleaseStoreProveAndServe() throws Exception {
        try (LocalNetwork network =
                        LocalNetwork.with(validators(1), miners(4))
                                .directory(this.directory.resolve("net"))
                                .minersOf(classPath())
                                .start();
                User user = new User(network)) {
            assertThat(network.miners())
                    .extracting(LocalNode::pid)
                    .doesNotContain(ProcessHandle.current().pid());
            if (System.getProperty(RELEASE) != null) {
                assertThat(network.miners()).allSatisfy(LastReleaseIT::assertRunsTheRelease);
            }
            Path file = Bytes.file(this.directory.resolve("file"), 300_000, 21);
            Cid cid = user.store(file);
            Instant stored = Instant.now();

            await().atMost(LIMIT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> provenSince(user.health(cid), stored));

            Path back = this.directory.resolve("back");
            user.retrieve(cid, back);
            assertThat(Files.mismatch(file, back)).isEqualTo(-1);
            user.delete(cid);
        }
    }

    private static void assertRunsTheRelease(LocalNode miner) {
        assertThat(ProcessHandle.of(miner.pid()).orElseThrow().info().commandLine())
                .hasValueSatisfying(line -> assertThat(line).contains("-cp " + classPath()));
    }

    private static String classPath() {
        String release = System.getProperty(RELEASE);
        return release == null
                ? System.getProperty("java.class.path")
                : Path.of(release).resolve("*").toString();
    }

    private static boolean provenSince(FileHealthReport health, Instant since) {
        return health.segments().stream()
                .flatMap(segment -> segment.shards().stream())
                .anyMatch(shard -> shard.lastProof() != null && shard.lastProof().isAfter(since));
    }
}
