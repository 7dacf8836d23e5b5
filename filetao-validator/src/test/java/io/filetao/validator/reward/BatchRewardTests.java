package io.filetao.validator.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.filetao.common.crypto.Hash;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchRewardTests {

    private static final Tier BRONZE = TierTable.DEFAULT.lowest();
    private static final Tier DIAMOND = TierTable.DEFAULT.named("Diamond").orElseThrow();
    private static final Tier GOLD = TierTable.DEFAULT.named("Gold").orElseThrow();

    @Test
    void ofWhenBronzeIsAmongTheFastestEarnsItsBoost() {
        assertThat(rewardOf(Task.CHALLENGE, success(1, BRONZE, 0, 0)).raw())
                .isCloseTo(0.72, within(1e-12));
        assertThat(rewardOf(Task.CHALLENGE, success(1, DIAMOND, 0, 0)).raw())
                .isCloseTo(0.864, within(1e-12));
    }

    @Test
    void ofWhenAChallengeFailsCostsTheTiersShare() {
        assertThat(rewardOf(Task.CHALLENGE, failure(1, GOLD)).reward())
                .isCloseTo(-0.035, within(1e-12));
        assertThat(rewardOf(Task.CHALLENGE, failure(1, BRONZE)).reward())
                .isCloseTo(-0.03, within(1e-12));
        assertThat(rewardOf(Task.MONITOR, failure(1, GOLD)).reward()).isEqualTo(-0.005);
        assertThat(rewardOf(Task.STORE, failure(1, GOLD)).reward()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void ofWhenPermutedPermutesTheRewardsBitForBit(Task task) {
        Random random = new Random(21);
        for (int round = 0; round < 500; round++) {
            List<Outcome> batch = batch(random);
            Map<Ss58Address, Reward> expected =
                    byHotkey(BatchReward.of(task, RewardRules.DEFAULT).of(batch));
            Collections.shuffle(batch, random);
            assertThat(byHotkey(BatchReward.of(task, RewardRules.DEFAULT).of(batch)))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void ofNeverGivesNaNNorRewardsNorAmplifiesAFailure(Task task) {
        Random random = new Random(22);
        for (int round = 0; round < 2_000; round++) {
            List<Outcome> batch = batch(random);
            List<Reward> rewards = BatchReward.of(task, RewardRules.DEFAULT).of(batch);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(rewards.get(i).reward()).isFinite();
                if (!batch.get(i).success()) {
                    assertThat(rewards.get(i).reward())
                            .isLessThanOrEqualTo(0)
                            .isEqualTo(rewardOf(task, batch.get(i)).reward());
                }
            }
        }
    }

    @Test
    void ofWhenFasterOfSameTierAndSizeNeverEarnsLess() {
        Random random = new Random(23);
        for (int round = 0; round < 2_000; round++) {
            List<Outcome> batch = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                batch.add(success(i, GOLD, random.nextDouble() * 10, 1 << 20));
            }
            batch.sort((a, b) -> Double.compare(a.seconds(), b.seconds()));
            List<Reward> rewards = BatchReward.of(Task.RETRIEVE, RewardRules.DEFAULT).of(batch);
            for (int i = 1; i < rewards.size(); i++) {
                assertThat(rewards.get(i).reward())
                        .isLessThanOrEqualTo(rewards.get(i - 1).reward());
            }
        }
    }

    @Test
    void ofWhenScaledKeepsTheSumOfTheSuccesses() {
        Random random = new Random(24);
        for (int round = 0; round < 500; round++) {
            List<Outcome> batch = batch(random);
            List<Reward> rewards = BatchReward.of(Task.CHALLENGE, RewardRules.DEFAULT).of(batch);
            double raw = rewards.stream().mapToDouble(Reward::raw).sum();
            double reward = rewards.stream().mapToDouble(Reward::reward).sum();
            assertThat(reward).isCloseTo(raw, within(1e-9));
        }
    }

    @Test
    void ofWhenTimesAreExtremeStaysFinite() {
        List<Outcome> batch =
                List.of(
                        success(1, GOLD, Double.MIN_VALUE, 0),
                        success(2, GOLD, 0, 0),
                        success(3, GOLD, 1e300, 1));
        BatchReward.of(Task.STORE, RewardRules.DEFAULT)
                .of(batch)
                .forEach(reward -> assertThat(reward.reward()).isFinite());
        assertThat(BatchReward.of(Task.STORE, RewardRules.DEFAULT).of(List.of())).isEmpty();
    }

    private static Reward rewardOf(Task task, Outcome outcome) {
        return BatchReward.of(task, RewardRules.DEFAULT).of(List.of(outcome)).getFirst();
    }

    private static List<Outcome> batch(Random random) {
        List<Tier> tiers = TierTable.DEFAULT.tiers();
        List<Outcome> batch = new ArrayList<>();
        int size = random.nextInt(1, 12);
        boolean equalTimes = random.nextInt(5) == 0;
        for (int i = 0; i < size; i++) {
            Tier tier = tiers.get(random.nextInt(tiers.size()));
            double seconds = equalTimes ? 0.25 : random.nextDouble() * 3;
            long bytes = random.nextInt(4) == 0 ? 0 : random.nextLong(1L << 26);
            batch.add(new Outcome(hotkey(i), tier, random.nextBoolean(), seconds, bytes));
        }
        return batch;
    }

    private static Outcome success(int miner, Tier tier, double seconds, long bytes) {
        return new Outcome(hotkey(miner), tier, true, seconds, bytes);
    }

    private static Outcome failure(int miner, Tier tier) {
        return new Outcome(hotkey(miner), tier, false, 1, 1);
    }

    private static Ss58Address hotkey(int miner) {
        return Ss58Address.of(Hash.sha256(new byte[] {(byte) miner}).bytes());
    }

    private static Map<Ss58Address, Reward> byHotkey(List<Reward> rewards) {
        Map<Ss58Address, Reward> byHotkey = new HashMap<>();
        rewards.forEach(reward -> byHotkey.put(reward.hotkey(), reward));
        return byHotkey;
    }
}
