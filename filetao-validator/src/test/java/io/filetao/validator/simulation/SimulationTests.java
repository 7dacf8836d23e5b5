package io.filetao.validator.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.tier.RewardRules;
import io.filetao.validator.simulation.SimulationReport.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Small networks for a few days; what must hold for any. */
class SimulationTests {

    @Test
    void runWhenSeedIsTheSameGivesTheSameReport() throws InterruptedException {
        assertThat(run(network(0.3, 0.2, 7))).isEqualTo(run(network(0.3, 0.2, 7)));
    }

    @Test
    void runWhenSeedDiffersGivesAnotherReport() throws InterruptedException {
        assertThat(run(network(0.3, 0.2, 7))).isNotEqualTo(run(network(0.3, 0.2, 8)));
    }

    @Test
    void runWhenNothingHappensRepairsNothing() throws InterruptedException {
        SimulationReport report = run(quiet());
        assertThat(report.segmentsLost()).isZero();
        assertThat(report.departures()).isZero();
        assertThat(report.shardsRebuilt()).isZero();
        assertThat(report.repairRead()).isZero();
        assertThat(report.kinds())
                .singleElement()
                .satisfies(honest -> {
                    assertThat(honest.caught()).isZero();
                    assertThat(honest.income()).isBetween(0.999, 1.001);
                });
    }

    @Test
    void runWhenMinersLeaveRebuildsWhatTheyHeld() throws InterruptedException {
        SimulationReport report = run(network(0.5, 0, 3));
        assertThat(report.departures()).isPositive();
        assertThat(report.shardsRebuilt()).isPositive();
        assertThat(report.segmentsLost()).isZero();
        assertThat(report.repairRead()).isGreaterThan(report.repairWritten());
    }

    @Test
    void runWhenMinersCheatCatchesThemAndNobodyElse() throws InterruptedException {
        SimulationReport report = run(network(0.1, 0.4, 5));
        // With as few shards as here, one in a hundred may well be none.
        assertThat(report.kinds())
                .filteredOn(
                        kind -> !kind.name().equals(Behaviour.KEEPS_ALL_BUT_ONE_PERCENT.label()))
                .hasSize(4)
                .allSatisfy(kind ->
                        assertThat(kind.caught()).isEqualTo(kind.cheats() ? kind.miners() : 0));
        assertThat(income(report, Behaviour.DISCARDS_ALL))
                .isLessThan(income(report, Behaviour.HONEST));
        assertThat(report.segmentsLost()).isZero();
    }

    @Test
    void settingsWhenTheSubnetHasNoRoomAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SimulationSettings(
                                250, 8, 1, 0, 0, 1, 1, 1, 0, Duration.ofHours(1), Duration.ZERO, 1))
                .withMessageContaining("256 neurons");
    }

    private static double income(SimulationReport report, Behaviour behaviour) {
        return report.kinds().stream()
                .filter(kind -> kind.name().equals(behaviour.label()))
                .mapToDouble(Kind::income)
                .findFirst()
                .orElseThrow();
    }

    private static SimulationReport run(SimulationSettings settings) throws InterruptedException {
        return new Simulation(settings, RewardRules.DEFAULT).run(day -> {});
    }

    private static SimulationSettings network(double churn, double cheaters, long seed) {
        return new SimulationSettings(
                45,
                2,
                3,
                churn,
                cheaters,
                seed,
                20,
                1 << 20,
                2,
                Duration.ofHours(2),
                Duration.ofHours(6),
                20_000_000);
    }

    private static SimulationSettings quiet() {
        return new SimulationSettings(
                45,
                2,
                1,
                0,
                0,
                1,
                20,
                1 << 20,
                0,
                Duration.ofHours(2),
                Duration.ofHours(6),
                20_000_000);
    }
}
