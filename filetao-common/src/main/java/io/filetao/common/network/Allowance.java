package io.filetao.common.network;

/**
 * What a miner may be given.
 *
 * @param room bytes that it may still take: its tier's limit less what it holds
 * @param onProbation whether its last proofs failed, so that others are asked first
 */
public record Allowance(long room, boolean onProbation) {

    /** So many bytes, and nothing against it. */
    public static Allowance of(long room) {
        return new Allowance(room, false);
    }
}
