package io.filetao.api.network;

import io.filetao.common.event.Event;
import io.filetao.common.event.redis.EventStream;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The newest events, held in memory and read on from where the last reading ended, so that each is fetched once however many
 * callers look. Blocks the calling virtual thread.
 */
@Component
final class RecentEvents {

    /** Events that are held: a few hours of a small network, some minutes of a large one. */
    static final int KEPT = 5_000;

    private static final int BATCH = 1_000;
    private static final int BATCHES = 10;

    private final EventStream events;
    private final ReentrantLock reading = new ReentrantLock();
    private final Deque<Event> kept = new ArrayDeque<>();
    private final Map<String, Event> lastOfChore = new TreeMap<>();
    private @Nullable Event lastWeights;
    private @Nullable String position;
    private Window window = new Window(List.of(), Map.of(), null);

    RecentEvents(RedisCalls redis, Keyspace keys) {
        this.events = new EventStream(redis, keys);
    }

    /**
     * What is held.
     *
     * @param newestFirst at most {@link #KEPT}
     * @param lastOfChore the last run of each chore, however long ago since this node started
     * @param lastWeights the weights that were set last, null when nothing is known of any
     */
    record Window(
            List<Event> newestFirst, Map<String, Event> lastOfChore, @Nullable Event lastWeights) {

        Window {
            newestFirst = List.copyOf(newestFirst);
            lastOfChore = Map.copyOf(lastOfChore);
        }
    }

    /** What is held now, after reading what is new. */
    Window window() {
        this.reading.lock();
        try {
            if (readOn()) {
                this.window =
                        new Window(new ArrayList<>(this.kept), this.lastOfChore, this.lastWeights);
            }
            return this.window;
        } finally {
            this.reading.unlock();
        }
    }

    /** Whether there was anything new. */
    private boolean readOn() {
        if (this.position == null) {
            List<EventStream.Entry> newest = new ArrayList<>(this.events.newest(KEPT));
            Collections.reverse(newest);
            newest.forEach(this::take);
            return !newest.isEmpty();
        }
        boolean any = false;
        for (int batch = 0; batch < BATCHES; batch++) {
            List<EventStream.Entry> entries = this.events.after(this.position, BATCH);
            entries.forEach(this::take);
            any |= !entries.isEmpty();
            if (entries.size() < BATCH) {
                break;
            }
        }
        return any;
    }

    private void take(EventStream.Entry entry) {
        Event event = entry.event();
        this.position = entry.position();
        this.kept.addFirst(event);
        if (this.kept.size() > KEPT) {
            this.kept.removeLast();
        }
        if (event.type().equals("chore") && event.chore() != null) {
            this.lastOfChore.put(event.chore(), event);
        } else if (event.weights() != null) {
            this.lastWeights = event;
        }
    }
}
