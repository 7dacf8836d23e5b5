package io.filetao.cli.output;

import java.util.Locale;

/** Sizes as people read them: {@code 0 B}, {@code 1.5 KiB}, {@code 64.0 MiB}. */
public final class Sizes {

    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /** Binary multiples with one decimal; whole bytes below 1 KiB. */
    public static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.95 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", value, UNITS.charAt(unit));
    }
}
