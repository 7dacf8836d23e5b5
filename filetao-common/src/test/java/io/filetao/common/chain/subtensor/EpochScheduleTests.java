package io.filetao.common.chain.subtensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochScheduleTests {

    /** A runtime of spec 300 was seen to run netuid 2's epochs, of tempo 10, in blocks 40 and 73. */
    @Test
    void fixedScheduleHasAnEpochEndInTheBlocksThatWereSeen() {
        assertThat(EpochSchedule.fixed(2, 10, 40).blocksLeft()).isZero();
        assertThat(EpochSchedule.fixed(2, 10, 73).blocksLeft()).isZero();
        assertThat(EpochSchedule.fixed(2, 10, 41).blocksLeft()).isEqualTo(10);
        assertThat(EpochSchedule.fixed(2, 10, 41).epoch())
                .isEqualTo(EpochSchedule.fixed(2, 10, 40).epoch() + 1);
    }

    @Test
    void blocksUntilCountsToTheFirstBlockOfALaterEpoch() {
        EpochSchedule now = EpochSchedule.fixed(2, 10, 41);
        for (int later = 1; later < 4; later++) {
            long first = 41 + now.blocksUntil(now.epoch() + later);
            assertThat(EpochSchedule.fixed(2, 10, first).epoch()).isEqualTo(now.epoch() + later);
            assertThat(EpochSchedule.fixed(2, 10, first - 1).epoch())
                    .isEqualTo(now.epoch() + later - 1);
        }
    }
}
