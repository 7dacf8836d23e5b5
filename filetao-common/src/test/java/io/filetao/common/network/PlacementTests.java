package io.filetao.common.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTests {

    @Test
    void nextNeverNamesAMinerTwice() {
        Placement placement = of(miners(10, 10, 10));
        Set<Miner> chosen = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            assertThat(chosen.add(placement.next().orElseThrow())).isTrue();
        }
        assertThat(placement.next()).isEmpty();
        assertThat(placement.relaxed()).isFalse();
    }

    @Test
    void nextSpreadsOverColdkeysAndSubnetsWhileItCan() {
        // 20 miners, 10 owners, 5 subnets: the first ten can all differ in owner with two in a
        // subnet.
        Placement placement = of(miners(20, 10, 5));
        List<Miner> chosen = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            chosen.add(placement.next().orElseThrow());
        }
        assertThat(chosen.stream().map(Miner::coldkey).distinct()).hasSize(10);
        assertThat(placement.relaxed()).isFalse();
        placement.next().orElseThrow();
        assertThat(placement.relaxed()).isTrue();
    }

    @Test
    void nextAfterReleaseFreesTheOwnerButNotTheMiner() {
        List<Miner> miners = miners(2, 1, 2);
        Placement placement = of(miners);
        Miner first = placement.next().orElseThrow();
        placement.release(first);
        assertThat(placement.next()).get().isNotEqualTo(first);
        assertThat(placement.relaxed()).isFalse();
        assertThat(placement.next()).isEmpty();
    }

    @Test
    void nextLeavesOutMinersWithoutRoomAndHoldersOfTheSegment() {
        List<Miner> miners = miners(4, 4, 4);
        Placement placement =
                Placement.of(
                        miners,
                        miner -> Allowance.of(miner.uid() == 0 ? 99 : 100),
                        100,
                        2,
                        new Random(21));
        placement.hold(miners.get(1));
        assertThat(Set.of(placement.next().orElseThrow(), placement.next().orElseThrow()))
                .isEqualTo(Set.of(miners.get(2), miners.get(3)));
        assertThat(placement.next()).isEmpty();
    }

    @Test
    void nextAsksAMinerOnProbationOnlyWhenNobodyElseIsLeft() {
        List<Miner> miners = miners(3, 1, 1);
        Placement placement =
                Placement.of(
                        miners,
                        miner -> new Allowance(100, miner.uid() == 0),
                        100,
                        2,
                        new Random(21));
        // The others break the rules of owners and subnets, and come first all the same.
        assertThat(Set.of(placement.next().orElseThrow(), placement.next().orElseThrow()))
                .isEqualTo(Set.of(miners.get(1), miners.get(2)));
        assertThat(placement.next()).contains(miners.get(0));
    }

    @Test
    void subnetIsASlash24OrASlash48() {
        assertThat(Placement.subnet(axon("1.2.3.4")))
                .isEqualTo(Placement.subnet(axon("1.2.3.200")))
                .isEqualTo(Placement.subnet(axon("::ffff:1.2.3.9")))
                .isNotEqualTo(Placement.subnet(axon("1.2.4.4")));
        assertThat(Placement.subnet(axon("2a00:1:2:3::1")))
                .isEqualTo(Placement.subnet(axon("2a00:1:2:4::1")))
                .isNotEqualTo(Placement.subnet(axon("2a00:1:3:3::1")));
    }

    private static Placement of(List<Miner> miners) {
        return Placement.of(miners, miner -> Allowance.of(Long.MAX_VALUE), 100, 2, new Random(21));
    }

    private static List<Miner> miners(int count, int owners, int subnets) {
        List<Miner> miners = new ArrayList<>();
        for (int uid = 0; uid < count; uid++) {
            miners.add(
                    new Miner(
                            uid,
                            address(uid),
                            address(100 + uid % owners),
                            new AxonInfo("5.6." + uid % subnets + "." + (uid + 1), 8091, 1)));
        }
        return miners;
    }

    private static Ss58Address address(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        return Ss58Address.of(key);
    }

    private static AxonInfo axon(String ip) {
        return new AxonInfo(ip, 8091, 1);
    }
}
