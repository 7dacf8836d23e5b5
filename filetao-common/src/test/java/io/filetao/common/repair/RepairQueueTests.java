package io.filetao.common.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.RepairQueue.Lease;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link RepairQueue} on a real Redis, with a clock of its own. */
@ExtendWith(RedisServerExtension.class)
class RepairQueueTests {

    private static final String CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    private static final Duration LEASE = Duration.ofSeconds(30);

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private RepairQueue queue;

    @BeforeEach
    void setUp(RedisServer server) {
        this.queue =
                new RepairQueue(
                        new RedisCalls(server.template()),
                        new Keyspace(server.prefix()),
                        () -> this.now);
    }

    @Test
    void leaseGivesTheMostEndangeredSegmentFirstAndTheOlderAmongEquals() {
        enter(0, 5);
        pass(Duration.ofSeconds(1));
        enter(1, 1);
        enter(2, 9);
        pass(Duration.ofSeconds(1));
        enter(3, 1);
        this.queue.enqueue(
                new RepairTask.Gone(
                        new Ss58Address("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")),
                RepairQueue.FIRST,
                Duration.ZERO,
                "gone");
        assertThat(this.queue.lease(LEASE).orElseThrow().task())
                .isInstanceOf(RepairTask.Gone.class);
        for (int segment : new int[] {1, 3, 0, 2}) {
            assertThat(this.queue.lease(LEASE).orElseThrow().task()).isEqualTo(task(segment));
        }
        assertThat(this.queue.lease(LEASE)).isEmpty();
    }

    @Test
    void leaseGivesAMinerThatIsEmptiedAlthoughTheSameOneIsWaitedForAsDown() {
        Ss58Address miner = new Ss58Address("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        this.queue.enqueue(
                new RepairTask.Down(miner), RepairQueue.FIRST, Duration.ZERO, "It is down");
        this.queue.lease(LEASE).orElseThrow().retry(Duration.ofMinutes(10));
        RepairTask leaving = new RepairTask.Leaving(miner);
        this.queue.enqueue(leaving, RepairQueue.FIRST, Duration.ZERO, "It is emptied");
        RepairQueue.Lease lease = this.queue.lease(LEASE).orElseThrow();
        assertThat(lease.task()).isEqualTo(leaving);
        assertThat(lease.reason()).isEqualTo("It is emptied");
    }

    @Test
    void enqueueWhenTheTaskWaitsMakesItMoreUrgentAndNothingElse() {
        assertThat(enter(0, 5)).isTrue();
        assertThat(enter(1, 3)).isTrue();
        assertThat(enter(0, 1)).isFalse();
        assertThat(this.queue.sizes()).isEqualTo(new RepairQueue.Sizes(2, 0, 0));
        assertThat(this.queue.lease(LEASE).orElseThrow().task()).isEqualTo(task(0));
    }

    @Test
    void enqueueWithADelayWaitsUnlessItBecomesUrgent() {
        this.queue.enqueue(task(0), 5, Duration.ofMinutes(1), "a shard failed");
        this.queue.enqueue(task(1), 5, Duration.ofMinutes(1), "a shard failed");
        assertThat(this.queue.lease(LEASE)).isEmpty();
        enter(1, 0);
        Lease urgent = this.queue.lease(LEASE).orElseThrow();
        assertThat(urgent.task()).isEqualTo(task(1));
        assertThat(urgent.done()).isTrue();
        pass(Duration.ofMinutes(1));
        Lease waited = this.queue.lease(LEASE).orElseThrow();
        assertThat(waited.task()).isEqualTo(task(0));
        assertThat(waited.reason()).isEqualTo("a shard failed");
        assertThat(waited.attempt()).isEqualTo(1);
    }

    @Test
    void leaseThatEndsIsTakenByAnotherAndTheFirstHearsOfIt() {
        enter(0, 1);
        Lease first = this.queue.lease(LEASE).orElseThrow();
        pass(LEASE.minusSeconds(1));
        assertThat(first.renew(LEASE)).isTrue();
        pass(LEASE.minusSeconds(1));
        assertThat(this.queue.lease(LEASE)).isEmpty();
        pass(Duration.ofSeconds(1));
        Lease second = this.queue.lease(LEASE).orElseThrow();
        assertThat(second.task()).isEqualTo(task(0));
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(first.renew(LEASE)).isFalse();
        assertThat(first.done()).isFalse();
        assertThat(first.retry(Duration.ZERO)).isFalse();
        assertThat(second.done()).isTrue();
        assertThat(this.queue.sizes().total()).isZero();
    }

    @Test
    void taskThatIsEnteredWhileItIsWorkedOnComesAgain() {
        enter(0, 3);
        Lease lease = this.queue.lease(LEASE).orElseThrow();
        enter(0, 2);
        assertThat(this.queue.lease(LEASE)).isEmpty();
        assertThat(lease.done()).isTrue();
        Lease again = this.queue.lease(LEASE).orElseThrow();
        assertThat(again.task()).isEqualTo(task(0));
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.done()).isTrue();
        assertThat(this.queue.sizes().total()).isZero();
    }

    @Test
    void retryPausesWhateverIsEnteredMeanwhile() {
        enter(0, 3);
        assertThat(this.queue.lease(LEASE).orElseThrow().retry(Duration.ofMinutes(2), 1)).isTrue();
        enter(0, 1);
        assertThat(this.queue.lease(LEASE)).isEmpty();
        enter(1, 2);
        pass(Duration.ofMinutes(2));
        assertThat(this.queue.lease(LEASE).orElseThrow().task()).isEqualTo(task(0));
        assertThat(this.queue.lease(LEASE).orElseThrow().task()).isEqualTo(task(1));
    }

    @Test
    void leaseWhenManyWorkersAskGivesEachJobOnce() {
        int jobs = 200;
        for (int segment = 0; segment < jobs; segment++) {
            enter(segment, segment % 7);
        }
        Set<RepairTask> taken = ConcurrentHashMap.newKeySet();
        Set<String> twice = ConcurrentHashMap.newKeySet();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < 8; worker++) {
                workers.execute(() -> {
                    Optional<Lease> lease = this.queue.lease(LEASE);
                    while (lease.isPresent()) {
                        if (!taken.add(lease.get().task())) {
                            twice.add(lease.get().task().text());
                        }
                        lease.get().done();
                        lease = this.queue.lease(LEASE);
                    }
                });
            }
        }
        assertThat(twice).isEmpty();
        assertThat(new HashSet<>(taken)).hasSize(jobs);
        assertThat(this.queue.sizes().total()).isZero();
    }

    private boolean enter(int segment, int surplus) {
        return this.queue.enqueue(task(segment), surplus, Duration.ZERO, "a shard failed");
    }

    private static RepairTask task(int segment) {
        return new RepairTask.Segment(CID, segment);
    }

    private void pass(Duration time) {
        this.now = this.now.plus(time);
    }
}
