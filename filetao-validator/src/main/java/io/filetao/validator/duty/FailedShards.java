package io.filetao.validator.duty;

import io.filetao.common.broadband.FileRemover;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;

/** Where failed shards are reported: users' are repaired, random data is given up. */
final class FailedShards {

    private final FileIndex index;
    private final FileRemover remover;
    private final Alarms alarms;

    FailedShards(FileIndex index, FileRemover remover, Alarms alarms) {
        this.index = index;
        this.remover = remover;
        this.alarms = alarms;
    }

    void report(String cid, int segment, String reason) {
        if (this.index.findClaim(cid, Claim.SYNTHETIC).isPresent()) {
            this.remover.remove(cid, Claim.SYNTHETIC);
        } else {
            this.alarms.shardFailed(cid, segment, reason);
        }
    }
}
