package io.filetao.cli.stats;

import io.filetao.common.client.MinerReport;
import io.filetao.common.stats.Standing;
import io.filetao.common.stats.Tally;
import io.filetao.common.tier.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One miner's record as it is printed.
 *
 * @param uid null when it is not known, as out of Redis
 * @param answering null when it is not known
 */
record MinerLine(
        @Nullable Integer uid,
        String hotkey,
        String tier,
        Count store,
        Count challenge,
        Count retrieve,
        long totalSuccesses,
        double score,
        double scoreLowerBound95,
        double reward,
        long storageUsed,
        long storageLimit,
        @Nullable Instant lastSeen,
        @Nullable Boolean answering) {

    record Count(long successes, long attempts) {

        private static Count of(Tally tally) {
            return new Count(tally.successes(), tally.attempts());
        }

        private static Count of(MinerReport.Count count) {
            return new Count(count.successes(), count.attempts());
        }
    }

    static MinerLine of(MinerReport report) {
        return new MinerLine(
                report.uid(),
                report.hotkey(),
                report.tier(),
                Count.of(report.store()),
                Count.of(report.challenge()),
                Count.of(report.retrieve()),
                report.totalSuccesses(),
                report.score(),
                report.scoreLowerBound95(),
                report.reward(),
                report.storageUsed(),
                report.storageLimit(),
                report.lastSeen(),
                report.answering());
    }

    static MinerLine of(String hotkey, Standing standing, Tier tier, long used) {
        return new MinerLine(
                null,
                hotkey,
                tier.name(),
                Count.of(standing.store()),
                Count.of(standing.challenge()),
                Count.of(standing.retrieve()),
                standing.totalSuccesses(),
                standing.windowScore(),
                standing.lowerBound95(),
                standing.score(),
                used,
                tier.storageLimit(),
                standing.lastSeen(),
                null);
    }
}
