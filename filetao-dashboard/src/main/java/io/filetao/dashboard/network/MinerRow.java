package io.filetao.dashboard.network;

import io.filetao.dashboard.client.MinerReport.Tally;
import io.filetao.dashboard.client.MinerReport;
import io.filetao.dashboard.view.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One miner in the table.
 *
 * @param state {@code up}, {@code warn}, {@code down} or {@code new}: colour, shape and word, never colour alone
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

    /** Proofs below which nothing is said about how many failed. */
    private static final long FEW = 4;

    static MinerRow of(MinerReport miner, Instant now) {
        Instant lastSeen = miner.lastSeen();
        Boolean answering = miner.answering();
        boolean up = answering != null ? answering : lastSeen != null;
        boolean unknown = answering == null && lastSeen == null;
        boolean fails = failsProofs(miner.challenge());
        long used = orZero(miner.storageUsed());
        long limit = orZero(miner.storageLimit());
        return new MinerRow(
                miner.uid(),
                miner.hotkey(),
                Figures.shortKey(miner.hotkey()),
                orUnknown(miner.axon()),
                unknown ? "new" : !up ? "down" : fails ? "warn" : "up",
                unknown ? "serving" : !up ? "silent" : fails ? "fails proofs" : "answering",
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

    /** Whether more than one of its proofs in twenty failed in this window. */
    private static boolean failsProofs(@Nullable Tally proofs) {
        return proofs != null
                && proofs.attempts() >= FEW
                && proofs.successes() * 20 < proofs.attempts() * 19;
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
