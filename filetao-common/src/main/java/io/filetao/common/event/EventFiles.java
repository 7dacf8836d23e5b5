package io.filetao.common.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a log of events in one directory, oldest first: {@code events-000000001.jsonl} and so on. */
public final class EventFiles {

    private static final Pattern NAME = Pattern.compile("events-(\\d{9})\\.jsonl");

    private EventFiles() {}

    /** The file of a number. */
    public static Path file(Path directory, int number) {
        return directory.resolve("events-%09d.jsonl".formatted(number));
    }

    /** The number of a file. */
    public static int number(Path file) {
        return Integer.parseInt(NAME.matcher(file.getFileName().toString()).replaceFirst("$1"));
    }

    /** All files there are, oldest first. */
    public static List<Path> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads every event, oldest first, one at a time.
     *
     * @return number of lines that were no event, such as a torn last line after a power failure
     */
    public static long read(Path directory, Consumer<Event> reader) throws IOException {
        long torn = 0;
        for (Path file : in(directory)) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Event event = EventJson.read(line).orElse(null);
                    if (event == null) {
                        torn++;
                    } else {
                        reader.accept(event);
                    }
                }
            }
        }
        return torn;
    }
}
