package io.filetao.validator.score;

import org.jspecify.annotations.Nullable;

/**
 * What came of asking one miner once.
 *
 * @param reason why it failed, empty for a success
 * @param seconds time of the answer's first move
 * @param bytes bytes that it was about
 * @param cid file that it was about
 * @param rid shard that it was about
 */
public record Interaction(
        Rated miner,
        boolean success,
        String reason,
        double seconds,
        long bytes,
        @Nullable String cid,
        @Nullable String rid) {

    public static Interaction failure(Rated miner, String reason) {
        return new Interaction(miner, false, reason, 0, 0, null, null);
    }
}
