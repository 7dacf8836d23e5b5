package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MnemonicTests {

    private static final JsonNode VECTOR = Vectors.of("mnemonic");
    private static final String PHRASE = VECTOR.get("phrase").stringValue();

    @Test
    void parseAnswersTheKnownEntropyAndSeed() {
        Mnemonic mnemonic = Mnemonic.parse(PHRASE);
        assertThat(mnemonic.entropy()).isEqualTo(Vectors.bytes(VECTOR, "entropy"));
        assertThat(mnemonic.miniSecret()).isEqualTo(Vectors.bytes(VECTOR, "miniSecret"));
        assertThat(mnemonic.phrase()).isEqualTo(PHRASE);
    }

    @Test
    void parseIgnoresCaseAndWhiteSpace() {
        assertThat(Mnemonic.parse("  " + PHRASE.toUpperCase().replace(" ", "\t\n ")).phrase())
                .isEqualTo(PHRASE);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 15, 18, 21, 24})
    void generateRoundTrips(int words) {
        Mnemonic mnemonic = Mnemonic.generate(words);
        assertThat(mnemonic.phrase().split(" ")).hasSize(words);
        assertThat(Mnemonic.parse(mnemonic.phrase()).entropy()).isEqualTo(mnemonic.entropy());
        assertThat(Mnemonic.ofEntropy(mnemonic.entropy()).phrase()).isEqualTo(mnemonic.phrase());
    }

    @Test
    void parseWhenAWordIsForeignNamesItsPositionButNotTheWord() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse(PHRASE.replace("lake", "laek")))
                .withMessageContaining("Word 4")
                .withMessageNotContaining("laek");
    }

    @Test
    void parseWhenWordsAreSwappedThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse(PHRASE.replace("fit walk", "walk fit")))
                .withMessageContaining("checksum");
    }

    @Test
    void parseWhenWordsAreMissingThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mnemonic.parse(PHRASE.replace(" walk", "")))
                .withMessageContaining("11");
        assertThatIllegalArgumentException().isThrownBy(() -> Mnemonic.parse(""));
    }

    @Test
    void toStringShowsNoWord() {
        assertThat(Mnemonic.parse(PHRASE)).hasToString("Mnemonic[12 words]");
    }
}
