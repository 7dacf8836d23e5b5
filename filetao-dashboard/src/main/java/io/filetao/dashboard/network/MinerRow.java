package io.filetao.dashboard.network;

import io.filetao.dashboard.client.MinerReport;
import io.filetao.dashboard.client.MinerReport.Tally;
import io.filetao.dashboard.view.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One miner in the table.
 *
 * @param state {@code up}, {@code down} or {@code new}: colour and word, never colour alone
 * @param fill percent of the storage limit in use
 */
record MinerRow(
        int uid,
        String hotkey,
        String shortHotkey,
        String axon,
        String state,
        String stateWord,
        String tier,
        String score,
        String used,
        String limit,
        double fill,
        String store,
        String challenge,
        String retrieve,
        String seen) {

    private static final String UNKNOWN = "–";

    static MinerRow of(MinerReport miner, Instant now) {
        Instant lastSeen = miner.lastSeen();
        Boolean answering = miner.answering();
        boolean up = answering != null ? answering : lastSeen != null;
        boolean unknown = answering == null && lastSeen == null;
        long used = orZero(miner.storageUsed());
        long limit = orZero(miner.storageLimit());
        return new MinerRow(
                miner.uid(),
                miner.hotkey(),
                Figures.shortKey(miner.hotkey()),
                orUnknown(miner.axon()),
                up ? "up" : unknown ? "new" : "down",
                up ? "answering" : unknown ? "serving" : "silent",
                orUnknown(miner.tier()),
                score(miner.score()),
                miner.storageUsed() == null ? UNKNOWN : Figures.bytes(used),
                limit == 0 ? "" : Figures.bytes(limit),
                Figures.percent(used, limit),
                tally(miner.store()),
                tally(miner.challenge()),
                tally(miner.retrieve()),
                lastSeen == null ? UNKNOWN : Figures.age(Duration.between(lastSeen, now)) + " ago");
    }

    private static String score(@Nullable Double score) {
        return score == null ? UNKNOWN : String.format(Locale.ROOT, "%.3f", score);
    }

    private static String tally(@Nullable Tally tally) {
        return tally == null
                ? UNKNOWN
                : Figures.count(tally.successes()) + " / " + Figures.count(tally.attempts());
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private static String orUnknown(@Nullable String value) {
        return value == null || value.isBlank() ? UNKNOWN : value;
    }
}
