package io.filetao.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Locks.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Locks} on a real Redis. */
@ExtendWith(RedisServerExtension.class)
class LocksTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private RedisServer server;
    private Keyspace keys;
    private Locks locks;

    @BeforeEach
    void setUp(RedisServer server) {
        this.server = server;
        this.keys = new Keyspace(server.prefix());
        this.locks = new Locks(new RedisCalls(server.template()), this.keys);
    }

    @Test
    void tryAcquireWhenHeldIsEmptyUntilGivenBack() {
        Lease first = this.locks.tryAcquire("store", MINUTE).orElseThrow();
        assertThat(this.locks.tryAcquire("store", MINUTE)).isEmpty();
        assertThat(this.locks.tryAcquire("challenge", MINUTE)).isPresent();
        first.close();
        Lease second = this.locks.tryAcquire("store", MINUTE).orElseThrow();
        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    void renewWhenAnotherHoldsItChangesNothing() {
        Lease first = this.locks.tryAcquire("store", MINUTE).orElseThrow();
        // As if the first holder had been stopped for longer than its lease.
        this.server.template().delete(this.keys.lock("store"));
        Lease second = this.locks.tryAcquire("store", MINUTE).orElseThrow();
        assertThat(first.renew(MINUTE)).isFalse();
        first.close();
        assertThat(this.locks.tryAcquire("store", MINUTE)).isEmpty();
        assertThat(second.renew(Duration.ofMinutes(2))).isTrue();
        assertThat(this.server.template().getExpire(this.keys.lock("store")))
                .isGreaterThan(MINUTE.toSeconds());
    }

    @Test
    void tryAcquireByManyAtOnceIsGrantedOnce() throws Exception {
        List<Callable<Optional<Lease>>> replicas =
                IntStream.range(0, 30)
                        .<Callable<Optional<Lease>>>mapToObj(
                                _ -> () -> this.locks.tryAcquire("store", MINUTE))
                        .toList();
        int granted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<Lease>> answer : threads.invokeAll(replicas)) {
                granted += answer.get().isPresent() ? 1 : 0;
            }
        }
        assertThat(granted).isEqualTo(1);
    }
}
