package io.filetao.common.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UidSelectorTests {

    private static final Hash BLOCK = Hash.sha256(new byte[] {1});
    private static final Ss58Address VALIDATOR = Ss58Address.of(new byte[32]);
    private static final List<Integer> UIDS = IntStream.range(0, 200).boxed().toList();

    @Test
    void selectIsTheSameForAnyOrderOfTheUids() {
        List<Integer> drawn = UidSelector.select(BLOCK, "challenge", VALIDATOR, UIDS, 10);
        assertThat(drawn).hasSize(10).doesNotHaveDuplicates().isSubsetOf(UIDS);
        assertThat(UidSelector.select(BLOCK, "challenge", VALIDATOR, UIDS.reversed(), 10))
                .isEqualTo(drawn);
    }

    @Test
    void selectWhenBlockTaskOrValidatorDifferDrawsOthers() {
        List<Integer> drawn = UidSelector.select(BLOCK, "challenge", VALIDATOR, UIDS, 10);
        assertThat(UidSelector.select(BLOCK, "retrieve", VALIDATOR, UIDS, 10)).isNotEqualTo(drawn);
        assertThat(UidSelector.select(Hash.sha256(), "challenge", VALIDATOR, UIDS, 10))
                .isNotEqualTo(drawn);
        assertThat(UidSelector.select(BLOCK, "challenge", Ss58Address.of(BLOCK.bytes()), UIDS, 10))
                .isNotEqualTo(drawn);
    }

    @Test
    void selectWhenFewerAreEligibleDrawsAll() {
        assertThat(UidSelector.select(BLOCK, "challenge", VALIDATOR, List.of(7, 3), 10))
                .containsExactlyInAnyOrder(3, 7);
        assertThat(UidSelector.select(BLOCK, "challenge", VALIDATOR, List.of(), 10)).isEmpty();
    }

    @Test
    void selectDrawsEveryUidAboutEquallyOften() {
        int rounds = 20_000;
        int[] drawn = new int[20];
        for (int round = 0; round < rounds; round++) {
            Hash block = Hash.sha256(new byte[] {(byte) round, (byte) (round >> 8)});
            UidSelector.select(block, "store", VALIDATOR, UIDS.subList(0, 20), 5)
                    .forEach(uid -> drawn[uid]++);
        }
        double expected = rounds * 5 / 20.0;
        double chiSquare =
                IntStream.of(drawn)
                        .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                        .sum();
        assertThat(chiSquare).as("chi-square of 19 degrees of freedom").isLessThan(43.8);
    }
}
