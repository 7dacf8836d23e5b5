package io.filetao.cli.connection;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time: a number of seconds, or one with s, m, h or d behind it. */
public final class SpanConverter implements ITypeConverter<Duration> {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,10})([smhd]?)");

    @Override
    public Duration convert(String text) {
        Matcher span = SPAN.matcher(text.strip());
        if (!span.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a number of seconds, nor one like 90m, 12h or 7d");
        }
        long count = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
