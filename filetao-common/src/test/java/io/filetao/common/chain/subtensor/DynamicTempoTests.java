package io.filetao.common.chain.subtensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Weights;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A chain as of spec 423: epochs by the chain's own count, and commitments that the chain itself reveals. */
class DynamicTempoTests {

    private static final int NETUID = 21;

    @TempDir private Path commits;

    private final Keypair hotkey = Keypair.generate();
    private FakeSubtensor node;
    private RpcSubtensor chain;
    private int uid;

    @BeforeEach
    void start() {
        this.node = FakeSubtensor.start(Recording.SPEC_423, NETUID);
        this.chain = TestClients.of(NETUID, this.commits, this.node.url());
        this.node.rule("Tempo", 10);
        this.uid = this.chain.register(Keypair.generate(), this.hotkey.address());
        this.node.stake(this.hotkey.address(), BigInteger.TEN);
    }

    @AfterEach
    void stop() {
        this.chain.close();
        this.node.close();
    }

    @Test
    void epochBeginsTempoBlocksAfterTheLastOne() {
        this.node.advanceTo(13);
        assertThat(this.chain.epoch()).isEqualTo(new EpochSchedule(10, 1, 7, 7, 10));
        this.node.advanceTo(20);
        assertThat(this.chain.epoch()).isEqualTo(new EpochSchedule(10, 2, 10, 10, 10));
    }

    @Test
    void epochThatTheOwnerAskedForComesSooner() {
        this.node.advanceTo(13);
        this.node.rule("PendingEpochAt", 16);
        assertThat(this.chain.epoch().blocksLeft()).isEqualTo(2);
        this.node.advanceTo(16);
        assertThat(this.chain.epoch()).isEqualTo(new EpochSchedule(10, 2, 10, 10, 10));
    }

    @Test
    void tempoThatChangesMovesTheNextEpoch() {
        this.node.advanceTo(13);
        this.node.rule("Tempo", 20);
        assertThat(this.chain.epoch().blocksLeft()).isEqualTo(16);
    }

    @Test
    void timelockedWeightsAreRevealedByTheChainAndNotBefore() {
        this.node.rule("CommitRevealWeightsEnabled", 1);
        this.node.advanceTo(15);
        assertThat(this.chain.weightForm()).isEqualTo(WeightForm.TIME_LOCKED);
        this.chain.setWeights(this.hotkey, weights());
        assertThat(this.node.timelocked()).isEqualTo(1);
        this.node.advanceTo(22);
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
        this.node.advanceTo(24);
        assertThat(this.node.weights(this.hotkey.address())).isEqualTo(Map.of(this.uid, 65_535));
        assertThat(this.node.timelocked()).isZero();
    }

    @Test
    void timelockedWeightsWaitAsManyEpochsAsTheSubnetWants() {
        this.node.rule("CommitRevealWeightsEnabled", 1);
        this.node.rule("RevealPeriodEpochs", 3);
        this.node.advanceTo(15);
        this.chain.setWeights(this.hotkey, weights());
        this.node.advanceTo(42);
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
        this.node.advanceTo(44);
        assertThat(this.node.weights(this.hotkey.address())).isEqualTo(Map.of(this.uid, 65_535));
    }

    @Test
    void timelockedWeightsBetweenTwoEpochsOfTheOlderRuleAreRevealed() {
        this.node.upgrade(Recording.SPEC_422_FIXED_TEMPO);
        this.node.rule("CommitRevealWeightsEnabled", 1);
        // The epoch in which block b lies is (b + 22) / 11.
        this.node.advanceTo(24);
        this.chain.setWeights(this.hotkey, weights());
        this.node.advanceTo(35);
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
        this.node.advanceTo(37);
        assertThat(this.node.weights(this.hotkey.address())).isEqualTo(Map.of(this.uid, 65_535));
    }

    @Test
    void commitmentsOfAnotherFormAreNotMadeInTheWrongWay() {
        this.node.rule("CommitRevealWeightsEnabled", 1);
        this.node.timelockVersion(5);
        this.node.advanceTo(15);
        // The older form is still there, so it is used.
        assertThat(this.chain.weightForm()).isEqualTo(WeightForm.HASHED);
        this.chain.setWeights(this.hotkey, weights());
        assertThat(this.node.timelocked()).isZero();
        assertThat(this.node.openCommits(this.hotkey.address())).isEqualTo(1);

        this.node.upgrade(Recording.SPEC_424_TIMELOCK_ONLY);
        assertThat(this.chain.weightForm()).isEqualTo(WeightForm.UNKNOWN);
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(() -> this.chain.setWeights(this.hotkey, weights()))
                .withMessageContaining("commit-reveal version 5")
                .withMessageContaining("no weights were set, update this program");
        assertThat(this.node.weights(this.hotkey.address())).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void timelockedWeightsThatTheChainNeverRevealedAreTold(CapturedOutput log) {
        this.node.rule("CommitRevealWeightsEnabled", 1);
        this.node.silenceBeacon();
        this.node.advanceTo(15);
        this.chain.setWeights(this.hotkey, weights());
        this.node.advanceTo(25);
        this.chain.setWeights(this.hotkey, weights());
        assertThat(log).doesNotContain("did not reveal");
        this.node.advanceTo(45);
        this.chain.setWeights(this.hotkey, weights());
        assertThat(log).contains("The chain did not reveal the weights");
    }

    private Weights weights() {
        return new Weights(new TreeMap<>(Map.of(this.uid, 65_535)), 0);
    }
}
