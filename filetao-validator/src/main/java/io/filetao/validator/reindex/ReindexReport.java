package io.filetao.validator.reindex;

import java.util.List;

/**
 * What a run found and did.
 *
 * @param miners that were asked
 * @param silent hotkeys of miners that could not be asked; what only they hold is found by another run
 * @param shards that are held under a header of this validator
 * @param restored files that are in the index again
 * @param standing files that were in the index already
 * @param expired files whose last claim is over; their miners drop them
 * @param rest files that were not restored, for the operator to decide
 */
public record ReindexReport(
        int miners,
        List<String> silent,
        long shards,
        int restored,
        int standing,
        int expired,
        List<Unrestored> rest) {

    public ReindexReport {
        silent = List.copyOf(silent);
        rest = List.copyOf(rest);
    }

    /**
     * A file that was not restored.
     *
     * @param file its CID, or its id on the miners' disks when no manifest was found
     * @param reason as a sentence
     */
    public record Unrestored(String file, String reason) {}
}
