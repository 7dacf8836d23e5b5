package io.filetao.common.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTests {

    @ParameterizedTest
    @CsvSource({
        "plain.txt,plain.txt",
        "with space.txt,with space.txt",
        "../../etc/passwd,passwd",
        "C:\\temp\\x.doc,x.doc",
        "Größe 你好 👩‍👩‍👧.bin,Größe 你好 👩‍👩‍👧.bin"
    })
    void safeKeepsTheLastPart(String name, String expected) {
        assertThat(FileNames.safe(name, "cid")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "a/..", "   "})
    void safeWhenNothingUsableIsLeftGivesTheFallback(String name) {
        assertThat(FileNames.safe(name, "cid")).isEqualTo("cid");
    }

    @Test
    void safeReplacesControlCharactersAndReversedText() {
        assertThat(FileNames.safe("a\nb\u0000c\u202Ed\u001B[31m", "cid")).isEqualTo("a_b_c_d_[31m");
    }

    @Test
    void safeShortensWithoutBreakingACharacter() {
        assertThat(FileNames.safe("ü".repeat(200), "cid")).isEqualTo("ü".repeat(127));
    }

    @Test
    void ofDispositionReadsTheExtendedName() {
        assertThat(
                        FileNames.ofDisposition(
                                "attachment; filename=\"a_b\"; filename*=UTF-8''a%0Ab%20%C3%BC+1"))
                .isEqualTo("a\nb ü+1");
        assertThat(FileNames.ofDisposition("attachment")).isNull();
    }
}
