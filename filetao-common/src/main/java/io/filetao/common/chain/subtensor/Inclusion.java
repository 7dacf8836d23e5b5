package io.filetao.common.chain.subtensor;

/**
 * Where a call took effect.
 *
 * @param state of the chain right after that block
 */
record Inclusion(long block, ChainState state) {}
