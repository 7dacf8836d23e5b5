package io.filetao.validator.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.wallet.Ss58Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevellingTests {

    private static final long LENGTH = 10;

    private final Random random = new Random(21);

    @Test
    void levellingBringsEveryMinerNearTheMeanAndEnds() {
        Map<Ss58Address, Long> bytes = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            bytes.put(miner(), LENGTH * this.random.nextInt(200));
        }
        double mean = bytes.values().stream().mapToLong(Long::longValue).average().orElseThrow();
        long total = bytes.values().stream().mapToLong(Long::longValue).sum();
        Levelling levelling = new Levelling(bytes, 0.2);
        int moves = 0;
        for (Optional<Ss58Address> giver = levelling.giver();
                giver.isPresent();
                giver = levelling.giver()) {
            List<Ss58Address> takers = levelling.takers(LENGTH);
            assertThat(takers).isNotEmpty().doesNotContain(giver.get());
            levelling.moved(giver.get(), takers.getFirst(), LENGTH);
            bytes.merge(giver.get(), -LENGTH, Long::sum);
            bytes.merge(takers.getFirst(), LENGTH, Long::sum);
            moves++;
            assertThat(moves).isLessThan(40 * 200);
        }
        assertThat(bytes.values()).allMatch(held -> held <= mean * 1.2);
        assertThat(bytes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
    }

    @Test
    void levellingOfALevelOrEmptyNetworkMovesNothing() {
        assertThat(new Levelling(Map.of(), 0.2).giver()).isEmpty();
        assertThat(new Levelling(Map.of(miner(), 0L, miner(), 0L), 0.2).giver()).isEmpty();
        assertThat(new Levelling(Map.of(miner(), 100L, miner(), 110L), 0.2).giver()).isEmpty();
    }

    @Test
    void levellingLeavesAMinerAloneThatCannotBeRelieved() {
        Ss58Address full = miner();
        Levelling levelling = new Levelling(Map.of(full, 1000L, miner(), 0L, miner(), 10L), 0.2);
        assertThat(levelling.giver()).contains(full);
        levelling.exclude(full);
        assertThat(levelling.takers(LENGTH)).doesNotContain(full);
    }

    private Ss58Address miner() {
        byte[] key = new byte[32];
        this.random.nextBytes(key);
        return Ss58Address.of(key);
    }
}
