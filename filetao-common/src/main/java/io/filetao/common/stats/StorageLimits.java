package io.filetao.common.stats;

import io.filetao.common.index.FileIndex;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.tier.Tier;
import io.filetao.common.tier.TierTable;
import io.filetao.common.wallet.Ss58Address;
import java.util.function.Predicate;

/** How much miners may hold: what their tier allows, and nothing more when they leave; and who has to prove first. */
public final class StorageLimits {

    private final ScoreBook book;
    private final FileIndex index;
    private final TierTable tiers;
    private final Predicate<Ss58Address> leaves;

    /**
     * @param leaves whether a miner has said that it leaves
     */
    public StorageLimits(
            ScoreBook book, FileIndex index, TierTable tiers, Predicate<Ss58Address> leaves) {
        this.book = book;
        this.index = index;
        this.tiers = tiers;
        this.leaves = leaves;
    }

    /** What a miner may be given now; its room is 0 when it is at its limit or leaves. Two calls to Redis. */
    public Allowance of(Miner miner) {
        if (this.leaves.test(miner.hotkey())) {
            return Allowance.of(0);
        }
        Standing standing = this.book.find(miner.hotkey()).orElse(null);
        Tier tier = standing == null ? this.tiers.lowest() : tier(standing);
        long room = tier.storageLimit() - this.index.usedBytes(miner.hotkey());
        return new Allowance(Math.max(0, room), standing != null && standing.onProbation());
    }

    private Tier tier(Standing standing) {
        return this.tiers.named(standing.tier()).orElse(this.tiers.lowest());
    }
}
