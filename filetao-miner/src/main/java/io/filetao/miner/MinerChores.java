package io.filetao.miner;

import io.filetao.miner.expiry.ExpiryChore;
import io.filetao.miner.shard.IndexRebuild;
import org.springframework.scheduling.annotation.Scheduled;

/** What the miner does without being asked. */
class MinerChores {

    private final IndexRebuild index;
    private final ExpiryChore expiry;

    MinerChores(IndexRebuild index, ExpiryChore expiry) {
        this.index = index;
        this.expiry = expiry;
    }

    /** At the start, and soon after Redis was found to be another than before. */
    @Scheduled(fixedDelayString = "${filetao.miner.index-check-interval:10s}")
    void completeIndex() {
        this.index.run();
    }

    @Scheduled(
            initialDelayString = "${filetao.miner.expiry.interval:1m}",
            fixedDelayString = "${filetao.miner.expiry.interval:1m}")
    void letGo() {
        this.expiry.run();
    }
}
