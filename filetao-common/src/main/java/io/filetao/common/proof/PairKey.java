package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The secret {@code k_vu} that a validator keeps about one miner: coefficients {@code al_tj}, the same for every shard
 * of the pair, and masks {@code f_ti} of each shard.
 */
public final class PairKey {

    private static final long PAIR_MASK = 0x7fffffff_7fffffffL;

    private final byte[] key;
    private final long[][] alpha = new long[Field.TAGS][ShardGeometry.BLOCK_WORDS / 2];

    PairKey(byte[] key) {
        this.key = key;
        byte[] stream = new byte[Field.TAGS * ShardGeometry.BLOCK_BYTES];
        new AesCtr(AuditKeys.derive(key, HashInput.of("alpha")))
                .keystream(stream, 0, stream.length);
        ByteBuffer words = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] row : this.alpha) {
            for (int pair = 0; pair < row.length; pair++) {
                row[pair] = words.getLong() & PAIR_MASK;
            }
        }
    }

    /** {@code H("key", k_vu)}, which C_0 fixes for a later dispute. */
    Hash hash() {
        return HashInput.of("key").add(this.key).hash();
    }

    /** Row t of the coefficients, two to a long with the even one below; not to be changed. */
    long[] alpha(int t) {
        return this.alpha[t];
    }

    /** The keystream of masks: cipher block {@code 4 i + t} is {@code f_ti} before reduction. */
    AesCtr masks(ShardId rid, Hash root) {
        return new AesCtr(AuditKeys.derive(this.key, HashInput.of("mask").add(rid).add(root)));
    }
}
