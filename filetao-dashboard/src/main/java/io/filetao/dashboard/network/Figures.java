package io.filetao.dashboard.network;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    /** Bytes in decimal units with three significant digits: {@code 1.23 GB}. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String pattern =
                unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
        return String.format(Locale.ROOT, pattern, value, UNITS[unit]);
    }

    /** A whole number with thin separators: {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** How long ago: {@code 4 s}, {@code 12 min}, {@code 3 h}, {@code 2 d}. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        if (seconds < 90 * 60) {
            return (seconds + 30) / 60 + " min";
        }
        if (seconds < 36 * 3600) {
            return (seconds + 1800) / 3600 + " h";
        }
        return (seconds + 43200) / 86400 + " d";
    }

    /** A hotkey short enough for a table, long enough to tell apart. */
    static String shortKey(String key) {
        return key.length() <= 14
                ? key
                : key.substring(0, 7) + "…" + key.substring(key.length() - 5);
    }

    /** Share of a whole in percent, 0 to 100; 0 of nothing. */
    static double percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.clamp(100.0 * part / whole, 0, 100);
    }
}
