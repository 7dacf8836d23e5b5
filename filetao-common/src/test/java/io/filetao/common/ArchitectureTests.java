package io.filetao.common;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.filetao.common.fixtures.HousePlan;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package of common may use which; the drawing is in {@code docs/architecture.md}. */
class ArchitectureTests {

    private static final String ROOT = "io.filetao.common";
    private static final JavaClasses CODE = HousePlan.codeOf(ROOT);

    /** The packages that anybody can read, test and take away without Spring. */
    private static final String[] PURE = {
        "crypto",
        "cid",
        "wallet",
        "proof",
        "tier",
        "erasure",
        "content",
        "index",
        "protocol",
        "protocol.dendrite",
        "chain",
        "chain.scale",
        "chain.metadata",
        "chain.extrinsic",
        "chain.rpc",
        "chain.subtensor",
        "network",
        "transfer",
        "broadband",
        "client"
    };

    @Test
    void packagesAreFreeOfCycles() {
        HousePlan.packagesAreFreeOfCycles(ROOT).check(CODE);
    }

    @Test
    void packagesAreNullMarked() {
        HousePlan.packagesAreNullMarked().check(CODE);
    }

    @Test
    void nothingIsPrinted() {
        HousePlan.logsInsteadOfPrinting().check(CODE);
    }

    @Test
    void commonKnowsNoProgram() {
        HousePlan.standsAlone("common").check(CODE);
    }

    @ParameterizedTest(name = "{0} uses only {1}")
    @CsvSource({
        "crypto, ''",
        "tier, ''",
        "cid, crypto",
        "wallet, crypto",
        "erasure, crypto",
        "proof, crypto wallet",
        "chain, crypto wallet",
        "content, crypto",
        "index, crypto wallet cid content",
        "protocol, crypto wallet cid proof",
    })
    void coreUsesOnlyWhatIsBelowIt(String part, String below) {
        String[] allowed =
                Arrays.stream((part + " " + below).trim().split(" "))
                        .map(name -> ROOT + "." + name)
                        .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(ROOT + "." + part)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed)
                                .or(DescribedPredicate.not(resideInAnyPackage("io.filetao.."))))
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void pureCoreHasNoSpringReactorOrNetty() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                Arrays.stream(PURE)
                                        .map(part -> ROOT + "." + part)
                                        .toArray(String[]::new)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "reactor..", "io.netty..", "io.lettuce..")
                .because(
                        "a proof must be readable and testable with nothing but the specification,"
                                + " and the command line starts fast without them")
                .check(CODE);
    }

    @Test
    void onlyTheAxonKnowsReactor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".protocol.axon..", ROOT + ".autoconfigure..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor..", "io.netty..")
                .because(
                        "event loops only move buffers; behind the axon the code is plain and"
                                + " blocking")
                .check(CODE);
    }

    @Test
    void nobodyUsesTheAutoConfiguration() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".autoconfigure..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".autoconfigure..")
                .because("it joins the parts and sits above them")
                .check(CODE);
    }

    @Test
    void portsDoNotKnowTheirAdapters() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".index", ROOT + ".chain", ROOT + ".protocol")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.<JavaClass>not(
                                        resideInAnyPackage(
                                                ROOT + ".index",
                                                ROOT + ".chain",
                                                ROOT + ".protocol"))
                                .and(
                                        resideInAnyPackage(
                                                ROOT + ".*.redis..",
                                                ROOT + ".*.local..",
                                                ROOT + ".redis..")))
                .check(CODE);
    }
}
