package io.filetao.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.filetao.common.fixtures.HousePlan;
import org.junit.jupiter.api.Test;

/** The borders inside the command line; it starts every program and so may use them all. */
class ArchitectureTests {

    private static final String ROOT = "io.filetao.cli";
    private static final JavaClasses CODE = HousePlan.codeOf(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        HousePlan.packagesAreFreeOfCycles(ROOT).check(CODE);
    }

    @Test
    void packagesAreNullMarked() {
        HousePlan.packagesAreNullMarked().allowEmptyShould(true).check(CODE);
    }
}
