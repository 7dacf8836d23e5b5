package io.filetao.common.stats;

import io.filetao.common.index.FileIndex;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;

/** How much miners may hold: what their tier allows; and who has to prove first. */
public final class StorageLimits {

    private final ScoreBook book;
    private final FileIndex index;
    private final TierTable tiers;

    public StorageLimits(ScoreBook book, FileIndex index, TierTable tiers) {
        this.book = book;
        this.index = index;
        this.tiers = tiers;
    }

    /** What a miner may be given now; its room is 0 when it is at its limit. Two calls to Redis. */
    public Allowance of(Miner miner) {
        Standing standing = this.book.find(miner.hotkey()).orElse(null);
        Tier tier = standing == null ? this.tiers.lowest() : tier(standing);
        long room = tier.storageLimit() - this.index.usedBytes(miner.hotkey());
        return new Allowance(Math.max(0, room), standing != null && standing.onProbation());
    }

    private Tier tier(Standing standing) {
        return this.tiers.named(standing.tier()).orElse(this.tiers.lowest());
    }
}
