package io.filetao.common.stats;

import io.filetao.common.index.FileIndex;
import io.filetao.common.network.Miner;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;

/** How much miners may hold: what their tier allows. */
public final class StorageLimits {

    private final ScoreBook book;
    private final FileIndex index;
    private final TierTable tiers;

    public StorageLimits(ScoreBook book, FileIndex index, TierTable tiers) {
        this.book = book;
        this.index = index;
        this.tiers = tiers;
    }

    /** Bytes that a miner may still take; 0 when it is at its limit. */
    public long room(Miner miner) {
        long limit =
                this.book
                        .find(miner.hotkey())
                        .map(standing -> tier(standing).storageLimit())
                        .orElse(this.tiers.lowest().storageLimit());
        return Math.max(0, limit - this.index.usedBytes(miner.hotkey()));
    }

    private Tier tier(Standing standing) {
        return this.tiers.named(standing.tier()).orElse(this.tiers.lowest());
    }
}
