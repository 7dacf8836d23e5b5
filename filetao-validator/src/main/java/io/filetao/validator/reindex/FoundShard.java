package io.filetao.validator.reindex;

import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.wallet.Ss58Address;

/**
 * A shard that a miner lists under a header that this validator once signed.
 *
 * @param rid 32 hex digits
 * @param initial C_0
 */
record FoundShard(
        String rid,
        Ss58Address miner,
        int segment,
        int number,
        int gen,
        long length,
        Hash root,
        Hash initial,
        boolean committed) {

    static FoundShard of(ShardHeader header, boolean committed) {
        return new FoundShard(
                header.rid().hex(),
                header.miner(),
                header.offer().segment(),
                header.offer().number(),
                header.offer().gen(),
                header.offer().length(),
                header.root(),
                header.initial(),
                committed);
    }
}
