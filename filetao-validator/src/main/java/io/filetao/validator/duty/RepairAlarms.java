package io.filetao.validator.duty;

import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.repair.RepairTriggers;

/** Leaves everything to repair. */
final class RepairAlarms implements Alarms {

    private final RepairTriggers repair;

    RepairAlarms(RepairTriggers repair) {
        this.repair = repair;
    }

    @Override
    public void shardFailed(String cid, int segment, String reason) {
        this.repair.enqueue(cid, segment, reason);
    }

    @Override
    public void minerDown(Ss58Address hotkey, String reason) {
        this.repair.minerDown(hotkey, reason);
    }
}
