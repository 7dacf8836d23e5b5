package io.filetao.validator.reward;

import io.filetao.common.wallet.Ss58Address;

/**
 * What one miner earned in one batch.
 *
 * @param raw before the sigmoid of time
 * @param reward what moves the miner's score
 */
public record Reward(Ss58Address hotkey, double raw, double reward) {}
