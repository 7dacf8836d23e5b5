package io.filetao.validator.event;

import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.common.event.EventJson;
import io.filetao.common.event.redis.EventStream;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.tier.RewardRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisStreamCommands.TrimOptions;
import org.springframework.data.redis.connection.RedisStreamCommands.XAddOptions;
import org.springframework.data.redis.connection.stream.StreamRecords;

/**
 * The append-only log of events: lines of JSON in numbered files of this replica, on disk when {@link #append} returns, and a capped
 * stream in Redis that pages read.
 *
 * <p>A full disk or a Redis that is away costs events, which is logged, and never a round. Thread-safe.
 */
public final class EventLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    /** Field of a stream's entry that holds the line. */
    private static final byte[] FIELD = RedisCalls.bytes(EventStream.FIELD);

    private final Path directory;
    private final long maxBytes;
    private final int kept;
    private final RedisCalls redis;
    private final byte[] stream;
    private final int streamed;
    private final RewardRules rules;
    private final List<EventListener> listeners;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable FileChannel current;
    private boolean failing;

    /**
     * @param directory made if need be
     * @param maxBytes size of a file at which the next one is begun
     * @param kept most files, the oldest are deleted
     * @param streamed about how many events the stream in Redis holds
     * @param rules what events are computed with, told at the head of each file and whenever this program begins
     * @param listeners hear of every event before it is written
     */
    public EventLog(
            Path directory,
            long maxBytes,
            int kept,
            RedisCalls redis,
            Keyspace keys,
            int streamed,
            RewardRules rules,
            List<? extends EventListener> listeners) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.kept = kept;
        this.redis = redis;
        this.stream = RedisCalls.bytes(keys.events());
        this.streamed = streamed;
        this.rules = rules;
        this.listeners = List.copyOf(listeners);
    }

    public void append(Event event) {
        append(List.of(event));
    }

    /** Writes events as one batch, in their order. */
    public void append(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        this.listeners.forEach(listener -> listener.happened(events));
        List<String> lines = events.stream().map(EventJson::write).toList();
        this.writing.lock();
        try {
            write(lines);
            this.failing = false;
        } catch (IOException failure) {
            forgetFile();
            if (!this.failing) {
                LOG.error(
                        "Events cannot be written to {}; free space there or make it writable: {}",
                        this.directory,
                        failure.toString());
            }
            this.failing = true;
        } finally {
            this.writing.unlock();
        }
        publish(lines);
    }

    @Override
    public void close() {
        this.writing.lock();
        try {
            forgetFile();
        } finally {
            this.writing.unlock();
        }
    }

    private void write(List<String> lines) throws IOException {
        boolean first = this.current == null;
        FileChannel file = file();
        StringBuilder text = new StringBuilder();
        if (first || file.size() == 0) {
            text.append(EventJson.write(Event.of("rules", 0).rules(this.rules).build()))
                    .append('\n');
        }
        lines.forEach(line -> text.append(line).append('\n'));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
    }

    private FileChannel file() throws IOException {
        FileChannel open = this.current;
        if (open != null && open.isOpen() && open.size() < this.maxBytes) {
            return open;
        }
        forgetFile();
        Files.createDirectories(this.directory);
        List<Path> files = EventFiles.in(this.directory);
        Path last = files.isEmpty() ? null : files.getLast();
        if (last != null && Files.size(last) < this.maxBytes) {
            open = open(last);
            endTornLine(last, open);
        } else {
            open =
                    open(
                            EventFiles.file(
                                    this.directory,
                                    last == null ? 1 : EventFiles.number(last) + 1));
            for (Path old : files.subList(0, Math.max(0, files.size() + 1 - this.kept))) {
                Files.deleteIfExists(old);
            }
        }
        this.current = open;
        return open;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What a crash left of a line must not spoil the next one. */
    private static void endTornLine(Path file, FileChannel open) throws IOException {
        if (open.size() == 0) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
            reading.read(last, reading.size() - 1);
        }
        if (last.get(0) != '\n') {
            open.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void forgetFile() {
        FileChannel open = this.current;
        this.current = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException lost) {
                LOG.debug("A file of events was not closed", lost);
            }
        }
    }

    private void publish(List<String> lines) {
        try {
            this.redis.call(connection -> {
                for (String line : lines) {
                    connection
                            .streamCommands()
                            .xAdd(
                                    StreamRecords.rawBytes(Map.of(FIELD, RedisCalls.bytes(line)))
                                            .withStreamKey(this.stream),
                                    XAddOptions.trim(
                                            TrimOptions.maxLen(this.streamed).approximate()));
                }
                return null;
            });
        } catch (RuntimeException away) {
            LOG.debug("Events did not reach the stream in Redis: {}", away.getMessage());
        }
    }
}
