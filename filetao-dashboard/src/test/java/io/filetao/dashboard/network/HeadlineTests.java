package io.filetao.dashboard.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.dashboard.client.NetworkReport;
import io.filetao.dashboard.client.NetworkReport.Count;
import io.filetao.dashboard.client.NetworkReport.Files;
import io.filetao.dashboard.client.Sighting;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 | 0 | 0 | 0 | 9 | good  | The network is up.
                    1 | 0 | 0 | 0 | 9 | good  | The one file here is whole.
                    7 | 0 | 0 | 0 | 9 | good  | All 7 files are whole.
                    7 | 0 | 0 | 0 | 8 | watch | One miner is silent.
                    7 | 0 | 0 | 0 | 6 | watch | 3 miners are silent.
                    7 | 1 | 0 | 0 | 6 | watch | One file misses some shards.
                    7 | 2 | 0 | 0 | 9 | watch | 2 files miss some shards.
                    7 | 2 | 1 | 0 | 9 | watch | One file is close to the limit.
                    7 | 2 | 1 | 1 | 9 | bad   | One file cannot be read back.
                    """)
    void sentenceIsTheWorstNews(
            long healthy,
            long degraded,
            long endangered,
            long lost,
            int answering,
            String mood,
            String sentence) {
        Files files =
                new Files(
                        healthy + degraded + endangered + lost,
                        1L,
                        healthy,
                        degraded,
                        endangered,
                        lost);
        NetworkReport report =
                new NetworkReport(
                        21,
                        1L,
                        null,
                        null,
                        null,
                        null,
                        new Count(9, answering),
                        null,
                        null,
                        null,
                        files);

        Headline headline = Headline.of(new Sighting(report, List.of(), Instant.EPOCH, null));

        assertThat(headline.sentence()).isEqualTo(sentence);
        assertThat(headline.mood()).isEqualTo(mood);
    }
}
