package io.filetao.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.filetao.common.fixtures.HousePlan;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The borders inside the dashboard and around it. */
class ArchitectureTests {

    private static final String ROOT = "io.filetao.dashboard";
    private static final JavaClasses CODE = HousePlan.codeOf(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        HousePlan.packagesAreFreeOfCycles(ROOT).check(CODE);
    }

    @Test
    void packagesAreNullMarked() {
        HousePlan.packagesAreNullMarked().check(CODE);
    }

    @Test
    void usesNoOtherProgram() {
        HousePlan.standsAlone("dashboard").check(CODE);
    }

    @Test
    void nothingIsPrinted() {
        HousePlan.logsInsteadOfPrinting().check(CODE);
    }

    @Test
    void holdsNoKeysAndNoRedis() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.filetao.common.wallet..",
                        "io.filetao.common.redis..",
                        "io.filetao.common.index..",
                        "org.springframework.data..",
                        "io.lettuce..")
                .because("a page that only reads the API can be shown to anybody")
                .check(CODE);
    }

    @ParameterizedTest
    @MethodSource("siblings")
    void featuresDoNotKnowEachOther(ArchRule rule) {
        rule.check(CODE);
    }

    static Stream<ArchRule> siblings() {
        return HousePlan.siblings(ROOT, "network", "miner", "file", "validator", "event");
    }
}
