package io.filetao.common.chain.extrinsic;

import io.filetao.common.chain.metadata.Metadata;
import io.filetao.common.chain.scale.MortalEra;
import io.filetao.common.crypto.Hash;

/**
 * What a signature binds a call to, besides the key and its nonce: one chain, one version of its runtime, some blocks.
 *
 * @param specVersion of the runtime
 * @param transactionVersion of the runtime's calls
 * @param genesis hash of the chain's first block
 * @param birth hash of the block in which the era begins
 */
public record SigningContext(
        Metadata metadata,
        long specVersion,
        long transactionVersion,
        Hash genesis,
        MortalEra era,
        Hash birth) {}
