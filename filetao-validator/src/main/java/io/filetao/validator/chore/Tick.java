package io.filetao.validator.chore;

import io.filetao.common.chain.Block;

/**
 * The block that made a chore due.
 *
 * @param round number of the round, three blocks each by default
 */
public record Tick(Block block, long round) {}
