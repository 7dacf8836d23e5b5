package io.filetao.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ProtocolVersions}. */
class ProtocolVersionsTests {

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1-2, 1, true",
        "1-2, 2-3, true",
        "2-3, 1, false",
        "1, 2-3, false",
        "3, 1-2, false"
    })
    void compatibleMeansAVersionInCommon(String one, String other, boolean compatible) {
        assertThat(ProtocolVersions.parse(one).isCompatibleWith(ProtocolVersions.parse(other)))
                .isEqualTo(compatible);
        assertThat(ProtocolVersions.parse(one)).hasToString(one);
    }

    @Test
    void parseWhenNothingIsSaidIsTheFirstVersion() {
        assertThat(ProtocolVersions.parse(null)).isEqualTo(new ProtocolVersions(1, 1));
    }

    /** A program of the next release speaks the last release's version as well. */
    @Test
    void ownVersionsHoldWhatTheLastReleaseSpoke() {
        ProtocolVersions last =
                new ProtocolVersions(
                        Math.max(1, ProtocolVersions.OWN.newest() - 1),
                        Math.max(1, ProtocolVersions.OWN.newest() - 1));
        assertThat(ProtocolVersions.OWN.isCompatibleWith(last)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "2-1", "one", "1-", "-1", "1,1", "1 - 2", "12345678"})
    void parseWhenItIsNoRangeRefuses(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProtocolVersions.parse(header));
    }

    @Test
    void mismatchNamesTheOneToUpdate() {
        ProtocolVersions old = ProtocolVersions.parse("1");
        ProtocolVersions fresh = ProtocolVersions.parse("2-3");
        assertThat(fresh.mismatch(old, "the caller"))
                .isEqualTo(
                        "This node speaks protocol version 2-3 and the caller 1; update the"
                                + " caller");
        assertThat(old.mismatch(fresh, "the caller")).endsWith("update this node");
    }
}
