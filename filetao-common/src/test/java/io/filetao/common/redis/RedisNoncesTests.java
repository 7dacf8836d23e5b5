package io.filetao.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.FileRecords;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link RedisNonces} on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class RedisNoncesTests {

    private final List<Ss58Address> hotkeys = FileRecords.seeded(7).miners(2);

    @Test
    void firstUseIsTrueOnceForEachCaller(RedisServer server) {
        RedisNonces nonces = nonces(server);
        assertThat(nonces.firstUse(this.hotkeys.get(0), 1)).isTrue();
        assertThat(nonces.firstUse(this.hotkeys.get(0), 1)).isFalse();
        assertThat(nonces.firstUse(this.hotkeys.get(0), 2)).isTrue();
        assertThat(nonces.firstUse(this.hotkeys.get(1), 1)).isTrue();
    }

    @Test
    void firstUseByManyAtOnceIsTrueForOne(RedisServer server) throws Exception {
        RedisNonces nonces = nonces(server);
        List<Callable<Boolean>> callers =
                IntStream.range(0, 50)
                        .<Callable<Boolean>>mapToObj(
                                _ -> () -> nonces.firstUse(this.hotkeys.get(0), 9))
                        .toList();
        int accepted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> answer : threads.invokeAll(callers)) {
                accepted += answer.get() ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void nonceGoesWhenItsRequestWouldBeTooOld(RedisServer server) {
        nonces(server).firstUse(this.hotkeys.get(0), 5);
        String key = new Keyspace(server.prefix()).nonce(this.hotkeys.get(0), 5);
        assertThat(Duration.ofSeconds(server.template().getExpire(key)))
                .isBetween(Duration.ofSeconds(12), Duration.ofSeconds(30));
    }

    private static RedisNonces nonces(RedisServer server) {
        return new RedisNonces(new RedisCalls(server.template()), new Keyspace(server.prefix()));
    }
}
