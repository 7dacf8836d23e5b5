package io.filetao.validator.event;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The log of events.
 *
 * @param directory Where this replica keeps what is its own; the log is in its directory {@code events}.
 * @param events How much is kept.
 */
@ConfigurationProperties("filetao.validator")
record EventProperties(Path directory, @DefaultValue LogProperties events) {

    /** Where the files of the log are. */
    Path logDirectory() {
        return this.directory.resolve("events");
    }

    /**
     * How much is kept.
     *
     * @param fileSize Size at which a file ends and the next begins.
     * @param files Most files.
     * @param stream Events that the stream in Redis holds for pages and tools.
     */
    record LogProperties(
            @DefaultValue("64MB") DataSize fileSize,
            @DefaultValue("160") int files,
            @DefaultValue("10000") int stream) {}
}
