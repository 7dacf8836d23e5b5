package io.filetao.validator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.wallet.Ss58Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sizes and allowances of random data. */
@ExtendWith(RedisServerExtension.class)
class StoreDutyTests {

    private static final long DAY = 24_000_000;

    @Test
    void sizeIsSpreadAroundTheMedianWithinItsLimits() {
        Random random = new Random(21);
        long[] sizes = new long[20_001];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = RandomData.size(random, 256 << 10, 1.5, 4 << 10, 64 << 20);
        }
        Arrays.sort(sizes);
        assertThat(sizes[10_000]).isBetween(250L << 10, 262L << 10);
        assertThat(sizes[0]).isGreaterThanOrEqualTo(4 << 10);
        assertThat(sizes[20_000]).isLessThanOrEqualTo(64 << 20);
        // One standard deviation of the logarithm above the median.
        assertThat(sizes[16_827] / (double) sizes[10_000]).isBetween(4.2, 4.8);
    }

    @Test
    void openAgainGivesTheSameBytes() throws Exception {
        RandomData data = new RandomData(100_000, new Random(21));
        byte[] first = data.open().readAllBytes();
        assertThat(first).hasSize(100_000).isEqualTo(data.open().readAllBytes());
        assertThat(new RandomData(100_000, new Random(22)).open().readAllBytes())
                .isNotEqualTo(first);
    }

    @Test
    void availableComesInEvenlyAndIsSavedUpForAnHour() {
        assertThat(SyntheticBudget.available(0, Duration.ofMinutes(30), DAY)).isEqualTo(500_000);
        assertThat(SyntheticBudget.available(0, Duration.ofDays(3), DAY)).isEqualTo(1_000_000);
        assertThat(SyntheticBudget.available(700, Duration.ofMinutes(-5), DAY)).isEqualTo(700);
    }

    @Test
    void spendIsRememberedForAllReplicas(RedisServer server) {
        RedisCalls redis = new RedisCalls(server.template());
        Keyspace keys = new Keyspace(server.prefix());
        SyntheticBudget budget = new SyntheticBudget(redis, keys, DAY);
        Ss58Address miner = Ss58Address.of(Hash.sha256().bytes());
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        long available = budget.available(miner, now);
        assertThat(available).isEqualTo(1_000_000);
        budget.spend(miner, now, available, 900_000);
        SyntheticBudget replica = new SyntheticBudget(redis, keys, DAY);
        assertThat(replica.available(miner, now)).isEqualTo(100_000);
        assertThat(replica.available(miner, now.plusSeconds(360))).isEqualTo(200_000);
    }

    @Test
    void perRoundGrowsWithTheInventorySoThatAllIsCheckedInTime() {
        // Two thousand turns in the proof age: 10 of 100 miners in each of 20,000 rounds.
        assertThat(Inventory.perRound(10, 100, 10, 20_000, 32)).isEqualTo(1);
        assertThat(Inventory.perRound(2_000, 100, 10, 20_000, 32)).isEqualTo(2);
        assertThat(Inventory.perRound(10_000, 100, 10, 20_000, 32)).isEqualTo(10);
        assertThat(Inventory.perRound(10_000_000, 100, 10, 20_000, 32)).isEqualTo(32);
        assertThat(Inventory.perRound(100, 5, 10, 0, 32)).isEqualTo(32);
    }
}
