package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.rpc.RpcSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Clients with short pauses. */
final class TestClients {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private TestClients() {}

    static RpcSubtensor of(int netuid, Path commits, URI... endpoints) {
        return of(Duration.ofSeconds(20), netuid, commits, endpoints);
    }

    static RpcSubtensor of(Duration timeout, int netuid, Path commits, URI... endpoints) {
        return new RpcSubtensor(
                new SubtensorSettings(
                        new RpcSettings(
                                List.of(endpoints), timeout, PAUSE, Duration.ofMillis(500), null),
                        netuid,
                        Duration.ofSeconds(60),
                        PAUSE,
                        commits));
    }
}
