package io.filetao.dashboard.view;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    /** Bytes in decimal units with three significant digits: {@code 1.23 GB}. */
    public static String bytes(long bytes) {
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
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** How long ago: {@code 4 s}, {@code 12 min}, {@code 3 h}, {@code 2 d}. */
    public static String age(Duration age) {
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
    public static String shortKey(String key) {
        return key.length() <= 14
                ? key
                : key.substring(0, 7) + "…" + key.substring(key.length() - 5);
    }

    /** Share of a whole in percent, 0 to 100; 0 of nothing. */
    public static double percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.clamp(100.0 * part / whole, 0, 100);
    }

    /** How long something took, or takes: {@code 12 ms}, {@code 0.42 s}, {@code 12 s}, {@code 3.5 min}, {@code 2.1 h}. */
    public static String span(double seconds) {
        if (seconds < 0.0995) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
        }
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, seconds < 0.995 ? "%.2f s" : "%.1f s", seconds);
        }
        if (seconds < 90) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 90 * 60) {
            return String.format(
                    Locale.ROOT, seconds < 570 ? "%.1f min" : "%.0f min", seconds / 60);
        }
        if (seconds < 36 * 3600) {
            return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
        }
        return String.format(Locale.ROOT, "%.1f d", seconds / 86400);
    }

    /** A score or a reward, with its sign where it is negative: {@code 0.412}. */
    public static String score(double score) {
        return String.format(Locale.ROOT, "%.3f", score).replace('-', '\u2212');
    }

    /** A change, always with its sign: {@code +0.031}. */
    public static String change(double change) {
        return String.format(Locale.ROOT, "%+.3f", change).replace('-', '\u2212');
    }

    /** A part of a whole: {@code 12.5 %}. */
    public static String share(double part) {
        double percent = part * 100;
        return String.format(
                Locale.ROOT,
                percent == Math.rint(percent) || percent >= 99.95 ? "%.0f %%" : "%.1f %%",
                percent);
    }
}
