package io.filetao.validator.expiry;

import io.filetao.common.broadband.FileRemover;
import io.filetao.common.event.Event;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileIndex.ExpiredClaim;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreOutcome;
import io.filetao.validator.chore.Tick;
import io.filetao.validator.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Ends the claims that are past their time, those of users and those of synthetic data alike; with the last claim of a file its
 * shards are dropped. Miners that are away then ask when their own copy of the time is over, and hear that the shard is unknown.
 */
final class ExpiryChore implements Chore {

    private final FileIndex index;
    private final FileRemover remover;
    private final EventLog events;
    private final InstantSource clock;

    ExpiryChore(FileIndex index, FileRemover remover, EventLog events, InstantSource clock) {
        this.index = index;
        this.remover = remover;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "expiry";
    }

    @Override
    public int everyBlocks() {
        return 180;
    }

    @Override
    public Duration timeout() {
        return Duration.ofMinutes(20);
    }

    @Override
    public ChoreOutcome run(Tick tick) {
        Instant now = this.clock.instant();
        return Overdue.endAll(
                limit -> this.index.expired(now, limit),
                claim -> {
                    boolean ended = this.remover.removeExpired(claim.cid(), claim.account(), now);
                    if (ended) {
                        this.events.append(expired(claim, tick));
                    }
                    return ended;
                });
    }

    private static Event expired(ExpiredClaim claim, Tick tick) {
        return Event.of("expiry", tick.block().number())
                .cid(claim.cid())
                .success(true)
                .reason("The claim of " + claim.account() + " ended")
                .build();
    }
}
