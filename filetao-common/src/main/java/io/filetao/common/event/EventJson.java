package io.filetao.common.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Events as lines of JSON: absent fields left out, times as RFC 3339, numbers with all their digits so that replay is exact. */
public final class EventJson {

    /** Longest line that is read. */
    public static final int MAX_CHARS = 1 << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .changeDefaultPropertyInclusion(_ ->
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .build();
    private static final ObjectWriter WRITER = MAPPER.writerFor(Event.class);
    private static final ObjectReader READER = MAPPER.readerFor(Event.class);

    private EventJson() {}

    /** The event in one line, without its end. */
    public static String write(Event event) {
        return WRITER.writeValueAsString(event);
    }

    /** The event of a line; empty when it is none, such as the torn last line after a power failure. */
    public static Optional<Event> read(String line) {
        if (line.isBlank() || line.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            Event event = READER.readValue(line);
            return event == null || missesWhatEveryEventHas(event)
                    ? Optional.empty()
                    : Optional.of(event);
        } catch (JacksonException torn) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("ConstantValue") // JSON fills a record in without asking what may be null
    private static boolean missesWhatEveryEventHas(Event event) {
        return event.id() == null || event.time() == null || event.type() == null;
    }
}
