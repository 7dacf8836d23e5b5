package io.filetao.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.dashboard.client.Reports.Event;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRowTests {

    private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    handled=12 failed=0                     | 12 looked after
                    handled=12 failed=3                     | 12 looked after, 3 failed
                    handled=12 failed=3 and more            | handled=12 failed=3 and more
                    The miner does not hold the shard       | The miner does not hold the shard
                    500: {"detail": "The disk is damaged"}  | The disk is damaged
                    """)
    void detailIsTheReasonInWords(String reason, String detail) {
        Event event =
                new Event(
                        "1-0",
                        NOW,
                        114,
                        "chore",
                        "challenge",
                        null,
                        null,
                        null,
                        true,
                        reason,
                        0.2,
                        null,
                        null,
                        null,
                        null);
        assertThat(EventRow.of(event, NOW).detail()).isEqualTo(detail);
    }
}
