package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.scale.ScaleWriter;
import io.filetao.common.crypto.Blake2b;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.util.List;

/**
 * Weights that a validator has committed to and must reveal some epochs later.
 *
 * @param salt what keeps others from guessing the weights before
 * @param madeAt number of the newest block when it was made
 * @param epoch epoch of the block that holds the commitment, -1 as long as that is not known
 */
record WeightCommit(
        Ss58Address hotkey,
        int netuid,
        List<Integer> uids,
        List<Integer> values,
        List<Integer> salt,
        long versionKey,
        long madeAt,
        long epoch) {

    /** BLAKE2b-256 over hotkey, netuid, uids, values, salt and version key in SCALE. */
    Hash hash() {
        return Hash.of(
                Blake2b.hash256(
                        new ScaleWriter()
                                .raw(this.hotkey.publicKey())
                                .u16(this.netuid)
                                .vector(this.uids, ScaleWriter::u16)
                                .vector(this.values, ScaleWriter::u16)
                                .vector(this.salt, ScaleWriter::u16)
                                .u64(this.versionKey)
                                .bytes()));
    }

    WeightCommit includedIn(long inEpoch) {
        return new WeightCommit(
                this.hotkey,
                this.netuid,
                this.uids,
                this.values,
                this.salt,
                this.versionKey,
                this.madeAt,
                inEpoch);
    }
}
