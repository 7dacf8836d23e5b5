package io.filetao.common.event.redis;

import io.filetao.common.event.Event;
import io.filetao.common.event.EventJson;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Range.Bound;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.ByteRecord;

/** Reads the capped stream of events that validators write. Every call takes one Redis command. Thread-safe. */
public final class EventStream {

    /** Field of an entry that holds the line. */
    public static final String FIELD = "event";

    private final RedisCalls redis;
    private final byte[] key;

    public EventStream(RedisCalls redis, Keyspace keys) {
        this.redis = redis;
        this.key = RedisCalls.bytes(keys.events());
    }

    /**
     * An event and its place in the stream.
     *
     * @param position for {@link #after}
     */
    public record Entry(String position, Event event) {}

    /** Events after a position, oldest first; from the oldest that is kept when there is no position. */
    public List<Entry> after(@Nullable String position, int limit) {
        Range<String> range =
                position == null
                        ? Range.unbounded()
                        : Range.of(Bound.exclusive(position), Bound.unbounded());
        return entries(
                this.redis.call(connection ->
                        connection
                                .streamCommands()
                                .xRange(this.key, range, Limit.limit().count(limit))));
    }

    /** The newest events, newest first. */
    public List<Entry> newest(int limit) {
        return entries(
                this.redis.call(connection ->
                        connection
                                .streamCommands()
                                .xRevRange(
                                        this.key, Range.unbounded(), Limit.limit().count(limit))));
    }

    /** Whether a text could be a position, as readers hand it back. */
    public static boolean isPosition(String text) {
        return text.matches("\\d{1,15}-\\d{1,15}");
    }

    private static List<Entry> entries(@Nullable List<ByteRecord> records) {
        List<Entry> entries = new ArrayList<>();
        for (ByteRecord record : records == null ? List.<ByteRecord>of() : records) {
            record.getValue()
                    .forEach((field, value) -> {
                        if (RedisCalls.text(field).equals(FIELD)) {
                            EventJson.read(RedisCalls.text(value))
                                    .ifPresent(event ->
                                            entries.add(
                                                    new Entry(record.getId().getValue(), event)));
                        }
                    });
        }
        return entries;
    }
}
