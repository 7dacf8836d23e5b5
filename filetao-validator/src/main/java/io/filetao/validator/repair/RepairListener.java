package io.filetao.validator.repair;

import io.filetao.common.broadband.RepairReport;

/** Hears what came of repairs and moves. */
interface RepairListener {

    /** A segment was repaired, as far as possible; {@code cause} is why it was looked at. */
    void repaired(RepairReport report, String cause);

    /** A shard was moved to level the load, or could not be. */
    void moved(RepairReport report);
}
