package io.filetao.api;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.filetao.common.fixtures.HousePlan;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The borders inside the api and around it. */
class ArchitectureTests {

    private static final String ROOT = "io.filetao.api";
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
        HousePlan.standsAlone("api").check(CODE);
    }

    @Test
    void nothingIsPrinted() {
        HousePlan.logsInsteadOfPrinting().check(CODE);
    }

    @ParameterizedTest
    @MethodSource("siblings")
    void featuresDoNotKnowEachOther(ArchRule rule) {
        rule.check(CODE);
    }

    static Stream<ArchRule> siblings() {
        return HousePlan.siblings(ROOT, "file", "upload", "network");
    }
}
