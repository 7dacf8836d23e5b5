package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.metadata.Metadata;

/**
 * One version of the chain's program.
 *
 * @param specVersion changes with every upgrade
 * @param transactionVersion changes when calls are encoded differently
 */
record ChainRuntime(long specVersion, long transactionVersion, Metadata metadata) {}
