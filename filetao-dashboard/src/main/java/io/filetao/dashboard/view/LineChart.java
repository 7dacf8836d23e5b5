package io.filetao.dashboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line over time, drawn by the server as an SVG path in a box of {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param line path of the line
 * @param area path of what lies under it
 * @param endX where the newest value is
 * @param ticks values at the left edge with their places
 */
public record LineChart(String line, String area, double endX, double endY, List<Tick> ticks) {

    public static final double WIDTH = 600;
    public static final double HEIGHT = 200;

    private static final int TICKS = 3;

    /** A value of the scale and its height in the box. */
    public record Tick(String label, double y) {}

    /**
     * Draws values, oldest first, evenly spaced.
     *
     * @param values at least two
     * @param least of the scale, unless a value is smaller
     * @param most of the scale, unless a value is larger
     */
    public static LineChart of(List<Double> values, double least, double most) {
        double low = values.stream().mapToDouble(Double::doubleValue).reduce(least, Math::min);
        double high = values.stream().mapToDouble(Double::doubleValue).reduce(most, Math::max);
        double scale = high > low ? HEIGHT / (high - low) : 1;
        StringBuilder line = new StringBuilder();
        double x = 0;
        double y = HEIGHT;
        for (int i = 0; i < values.size(); i++) {
            x = WIDTH * i / (values.size() - 1);
            y = HEIGHT - (values.get(i) - low) * scale;
            line.append(i == 0 ? "M" : " L").append(number(x)).append(' ').append(number(y));
        }
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < TICKS; i++) {
            double value = low + (high - low) * i / (TICKS - 1);
            ticks.add(
                    new Tick(
                            String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212'),
                            HEIGHT - HEIGHT * i / (TICKS - 1)));
        }
        return new LineChart(
                line.toString(),
                line + " L" + number(WIDTH) + " " + number(HEIGHT) + " L0 " + number(HEIGHT) + " Z",
                x,
                y,
                ticks);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
