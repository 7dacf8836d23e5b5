package io.filetao.validator.repair;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How segments are repaired.
 *
 * @param enabled Whether this replica repairs.
 * @param workers Segments that are repaired at once.
 * @param bandwidth Bytes that repair and levelling together read and send each second; 0 for no limit.
 * @param patience How long a segment above its repair threshold waits for further losses, which one reading makes good together.
 * @param downPatience The same while shards are missing only because registered miners do not answer: most are back in a while.
 * @param lease How long a job stays with a worker that is not heard of.
 * @param poll Pause of a worker that has nothing to do.
 * @param retry Pause after the first attempt that did not complete; doubled with each further one.
 * @param maxRetry Longest pause between two attempts.
 * @param moves Most shards that one run of levelling moves.
 * @param tolerance Share by which a miner may hold more than the mean before it is relieved.
 */
@ConfigurationProperties("filetao.validator.repair")
public record RepairProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2") int workers,
        @DefaultValue("32MB") DataSize bandwidth,
        @DefaultValue("1m") Duration patience,
        @DefaultValue("6h") Duration downPatience,
        @DefaultValue("1m") Duration lease,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("10s") Duration retry,
        @DefaultValue("10m") Duration maxRetry,
        @DefaultValue("16") int moves,
        @DefaultValue("0.2") double tolerance) {

    public RepairProperties {
        if (workers < 1 || workers > 64) {
            throw new IllegalArgumentException(
                    "filetao.validator.repair.workers is between 1 and 64");
        }
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "filetao.validator.repair.tolerance is not negative");
        }
    }

    /** Pause after an attempt. */
    Duration pause(int attempt) {
        long times = 1L << Math.clamp(attempt - 1, 0, 20);
        Duration pause = this.retry.multipliedBy(times);
        return pause.compareTo(this.maxRetry) < 0 ? pause : this.maxRetry;
    }
}
