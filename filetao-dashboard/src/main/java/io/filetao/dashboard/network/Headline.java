package io.filetao.dashboard.network;

import static io.filetao.dashboard.network.NetworkPage.orZero;

import io.filetao.dashboard.client.NetworkReport;
import io.filetao.dashboard.client.NetworkReport.Files;
import io.filetao.dashboard.client.Sighting;
import io.filetao.dashboard.view.Figures;
import org.jspecify.annotations.Nullable;

/** The state of the network in one sentence, the worst news first. */
record Headline(String mood, String sentence, String detail) {

    static Headline of(Sighting seen) {
        NetworkReport network = seen.network();
        String trouble = seen.trouble();
        Headline headline = of(network == null ? null : network.files(), silent(seen));
        return trouble == null
                ? headline
                : new Headline(
                        "watch",
                        "What you see is old.",
                        trouble + " The last figures stay here until it is back.");
    }

    private static Headline of(@Nullable Files files, long silent) {
        long total = files == null ? 0 : orZero(files.total());
        long lost = files == null ? 0 : orZero(files.lost());
        long endangered = files == null ? 0 : orZero(files.endangered());
        long degraded = files == null ? 0 : orZero(files.degraded());
        if (lost > 0) {
            return new Headline(
                    "bad",
                    files(lost) + " cannot be read back.",
                    "Too few shards are left of at least one segment.");
        }
        if (endangered > 0) {
            return new Headline(
                    "watch",
                    files(endangered) + (endangered == 1 ? " is" : " are") + " close to the limit.",
                    "Everything can still be read; repair comes first here.");
        }
        if (degraded > 0) {
            return new Headline(
                    "watch",
                    files(degraded) + (degraded == 1 ? " misses" : " miss") + " some shards.",
                    "Everything can be read; the missing shards are being replaced.");
        }
        if (silent > 0) {
            return new Headline(
                    "watch",
                    silent == 1 ? "One miner is silent." : silent + " miners are silent.",
                    "Files stay readable from the others.");
        }
        if (files == null) {
            return new Headline("good", "The network is up.", "Its files are being counted.");
        }
        if (total == 0) {
            return new Headline(
                    "good", "The network is up.", "Store the first file: filetao put FILE");
        }
        return new Headline(
                "good",
                total == 1 ? "The one file here is whole." : "All " + files(total) + " are whole.",
                "Every shard stands on a miner that answers.");
    }

    private static long silent(Sighting seen) {
        Long answering = seen.answering();
        return answering == null ? 0 : Math.max(0, seen.minerCount() - answering);
    }

    private static String files(long count) {
        return count == 1 ? "One file" : Figures.count(count) + " files";
    }
}
