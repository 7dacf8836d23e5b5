package io.filetao.common.chain;

/**
 * The subnet's rules that the programs follow.
 *
 * @param tempo blocks between two weight settlements
 * @param minAllowedWeights least number of non-zero weights
 * @param maxWeightLimit largest share of one weight, in 1/65535
 * @param weightsVersion version key that a weight setting must carry at least
 * @param weightsRateLimit least number of blocks between two weight settings
 * @param servingRateLimit least number of blocks between two axon announcements
 * @param immunityPeriod blocks in which a new neuron is not replaced
 * @param maxUids number of slots
 */
public record Hyperparameters(
        int tempo,
        int minAllowedWeights,
        int maxWeightLimit,
        long weightsVersion,
        long weightsRateLimit,
        long servingRateLimit,
        long immunityPeriod,
        int maxUids) {}
