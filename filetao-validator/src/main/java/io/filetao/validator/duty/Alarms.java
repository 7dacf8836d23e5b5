package io.filetao.validator.duty;

import io.filetao.common.wallet.Ss58Address;

/** Who is told of what the duties find, so that it is repaired. */
public interface Alarms {

    /** Nobody. */
    Alarms NONE =
            new Alarms() {
                @Override
                public void shardFailed(String cid, int segment, String reason) {}

                @Override
                public void minerDown(Ss58Address hotkey, String reason) {}
            };

    /** A shard of the segment failed, and the index says so. */
    void shardFailed(String cid, int segment, String reason);

    /** A miner has not answered pings several times in a row. */
    void minerDown(Ss58Address hotkey, String reason);
}
