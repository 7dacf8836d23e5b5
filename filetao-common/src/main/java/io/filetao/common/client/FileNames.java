package io.filetao.common.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** File names that come from outside. */
public final class FileNames {

    private static final Pattern EXTENDED =
            Pattern.compile("filename\\*=UTF-8''([^;\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final int MAX_BYTES = 255;
    private static final int ZERO_WIDTH_JOINER = 0x200d; // joins the parts of an emoji

    private FileNames() {}

    /** The name in a Content-Disposition header as FileTAO's API writes it, null when there is none. */
    static @Nullable String ofDisposition(String header) {
        Matcher extended = EXTENDED.matcher(header);
        if (!extended.find()) {
            return null;
        }
        try {
            return URLDecoder.decode(extended.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }

    /**
     * A name that is safe to create a file by, whoever chose it: its last part without directories, control characters replaced,
     * no longer than a file system allows; the fallback where nothing is left.
     */
    public static String safe(@Nullable String name, String fallback) {
        if (name == null) {
            return fallback;
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int codePoint : last.codePoints().toArray()) {
            int shown = isHarmless(codePoint) ? codePoint : '_';
            bytes += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            kept.appendCodePoint(shown);
        }
        String safe = kept.toString().strip();
        return safe.isEmpty() || safe.equals(".") || safe.equals("..") ? fallback : safe;
    }

    /** The text with everything that could steer a terminal replaced, for printing. */
    public static String printable(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .forEach(
                        codePoint -> kept.appendCodePoint(isHarmless(codePoint) ? codePoint : '_'));
        return kept.toString();
    }

    private static boolean isHarmless(int codePoint) {
        if (codePoint == ZERO_WIDTH_JOINER) {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
