package io.filetao.miner.challenge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Openings that wait until they are asked for, about 8 KB each: a bounded number, for a bounded time, the oldest given up first.
 *
 * @param <K> what an opening is asked for by
 * @param <V> the opening, with what else is needed of it
 */
public final class PendingOpenings<K, V> {

    private final int limit;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

    public PendingOpenings(int limit, Duration lifetime, InstantSource clock) {
        this.limit = limit;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    synchronized void put(K key, V opening) {
        Instant now = this.clock.instant();
        this.entries.remove(key);
        this.entries.put(key, new Entry<>(opening, now.plus(this.lifetime)));
        Iterator<Entry<V>> oldest = this.entries.values().iterator();
        while (oldest.hasNext()) {
            Entry<V> entry = oldest.next();
            if (this.entries.size() <= this.limit && entry.until().isAfter(now)) {
                return;
            }
            oldest.remove();
        }
    }

    synchronized Optional<V> find(K key) {
        Entry<V> entry = this.entries.get(key);
        return entry == null || !entry.until().isAfter(this.clock.instant())
                ? Optional.empty()
                : Optional.of(entry.opening());
    }

    private record Entry<V>(V opening, Instant until) {}
}
