package io.filetao.common.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.ChainException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;

class OwnSentenceFailureAnalyzerTests {

    private final OwnSentenceFailureAnalyzer analyzer = new OwnSentenceFailureAnalyzer();

    @Test
    void analyzeTellsTheSentenceOfOurInnermostException() {
        Throwable ours = new ChainException("Name the address; set filetao.axon.external-ip.");
        FailureAnalysis analysis =
                this.analyzer.analyze(
                        new BeanCreationException(
                                "axon", "cannot be made", new IllegalStateException(ours)));
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription())
                .isEqualTo("Name the address; set filetao.axon.external-ip.");
        assertThat(analysis.getCause()).isSameAs(ours);
    }

    @Test
    void analyzeWhenNothingIsOursLeavesItToOthers() {
        assertThat(this.analyzer.analyze(new BeanCreationException("axon", "cannot be made")))
                .isNull();
    }
}
