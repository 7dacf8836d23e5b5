package io.filetao.dashboard.network;

import io.filetao.dashboard.client.Reports.Detection;
import io.filetao.dashboard.view.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How soon a loss is noticed, for the page.
 *
 * @param headline for a loss of one per cent
 * @param note the pace that it follows from
 */
record DetectionDial(String headline, String note, List<Bar> bars) {

    private static final double SHOWN = 0.01;

    /** The longest bar: a week; the shortest: a second. */
    private static final double LONGEST = Math.log(7 * 86400.0);

    /**
     * One size of loss.
     *
     * @param width of the bar in percent, on a logarithmic scale
     */
    record Bar(String loss, String time, double width) {}

    /** Null when the API has not told. */
    static @Nullable DetectionDial of(@Nullable Detection detection) {
        if (detection == null) {
            return null;
        }
        Double shown = detection.seconds(SHOWN);
        return new DetectionDial(
                shown == null ? "not yet known" : Figures.span(shown),
                shown == null
                        ? "No miner was challenged lately."
                        : "With %s. Each miner is challenged %s times and swept %s times an hour."
                                .formatted(
                                        Figures.share(detection.confidence()),
                                        rate(detection.challengesPerHour()),
                                        rate(detection.sweepsPerHour())),
                DoubleStream.of(0.001, 0.01, 0.1)
                        .filter(loss -> detection.seconds(loss) != null)
                        .mapToObj(
                                loss -> bar(loss, Objects.requireNonNull(detection.seconds(loss))))
                        .toList());
    }

    private static Bar bar(double loss, double seconds) {
        return new Bar(
                Figures.share(loss),
                Figures.span(seconds),
                Math.clamp(100 * Math.log(Math.max(1, seconds)) / LONGEST, 2, 100));
    }

    private static String rate(double perHour) {
        return perHour < 0.05
                ? "no"
                : String.format(Locale.ROOT, perHour < 9.95 ? "%.1f" : "%.0f", perHour);
    }
}
