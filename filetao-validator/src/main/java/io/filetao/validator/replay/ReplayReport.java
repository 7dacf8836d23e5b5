package io.filetao.validator.replay;

import java.util.List;

/**
 * What computing the log again came to.
 *
 * @param events lines that were read
 * @param interactions scored interactions whose standing was computed again
 * @param batches batches whose rewards were computed again
 * @param resets ends of windows that were computed again
 * @param weights settings of weights that were computed again
 * @param unchecked changes before the first known standing of their miner: the log does not reach back far enough
 * @param missing changes that the log does not tell of, as after a crash
 * @param mismatches values that differ, in any bit, from what was logged
 * @param first the first of the mismatches, a sentence each
 */
public record ReplayReport(
        long events,
        long interactions,
        long batches,
        long resets,
        long weights,
        long unchecked,
        long missing,
        long mismatches,
        List<String> first) {

    public ReplayReport {
        first = List.copyOf(first);
    }

    /** Whether all that could be computed again is what was logged. */
    public boolean isEqual() {
        return this.mismatches == 0;
    }
}
