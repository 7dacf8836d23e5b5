package io.filetao.cli.demo;

import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileHealthReport;
import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.validator.challenge.AuditedShard;
import io.filetao.validator.repair.RepairTriggers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the validator's repair what its duties have found, and watches what it does about it. */
final class Repairs {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOG_LIMIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final RepairTriggers triggers;
    private final Path events;
    private final DemoUser user;

    Repairs(LocalNode validator, DemoUser user) {
        this.triggers = validator.part(RepairTriggers.class);
        this.events = validator.directory().resolve("events");
        this.user = user;
    }

    /** Shards that did not pass a challenge. */
    void failed(Cid cid, Collection<AuditedShard> shards) {
        for (AuditedShard shard : shards) {
            this.triggers.enqueue(cid.toString(), shard.segment(), shard.reason());
        }
    }

    /** Miners that do not answer any more. */
    void down(Collection<LocalNode> miners) {
        miners.forEach(
                miner -> this.triggers.minerDown(miner.hotkey(), "it does not answer its pings"));
    }

    /** Waits until every shard of a file stands again, none of them on the given miners. */
    boolean awaitFullHealth(Cid cid, Collection<LocalNode> without)
            throws IOException, InterruptedException {
        List<String> gone = without.stream().map(miner -> miner.hotkey().value()).toList();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            FileHealthReport health = this.user.health(cid);
            boolean full =
                    health.segments().stream()
                            .allMatch(segment ->
                                    segment.proven() == segment.n()
                                            && segment.shards().stream()
                                                    .noneMatch(shard ->
                                                            gone.contains(shard.hotkey())));
            if (full) {
                return true;
            }
            Thread.sleep(PAUSE);
        }
        return false;
    }

    /** What repairs took and moved since; the log of events is a moment behind the index. */
    Traffic trafficSince(Traffic before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LOG_LIMIT.toNanos();
        Traffic now = traffic();
        while (now.sent() <= before.sent() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            now = traffic();
        }
        return new Traffic(now.read() - before.read(), now.sent() - before.sent());
    }

    /** What all repairs so far took and moved, as the validator's log of events says. */
    Traffic traffic() throws IOException {
        List<Event> repairs = new ArrayList<>();
        EventFiles.read(
                this.events,
                event -> {
                    if (event.type().equals("repair")) {
                        repairs.add(event);
                    }
                });
        long read = repairs.stream().mapToLong(event -> orZero(event.bytes())).sum();
        long sent = repairs.stream().mapToLong(event -> orZero(event.moved())).sum();
        return new Traffic(read, sent);
    }

    private static long orZero(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }

    /**
     * Traffic of repairs.
     *
     * @param read bytes of shards that were fetched for it
     * @param sent bytes of shards that new miners took
     */
    record Traffic(long read, long sent) {}
}
