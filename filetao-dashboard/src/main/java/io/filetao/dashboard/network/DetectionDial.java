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

    /** Times an hour that are as good as none. */
    private static final double SELDOM = 0.05;

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
                        : "With %s. %s"
                                .formatted(Figures.share(detection.confidence()), pace(detection)),
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

    /** In a young network one of the two may not have happened yet. */
    private static String pace(Detection detection) {
        double challenges = detection.challengesPerHour();
        double sweeps = detection.sweepsPerHour();
        if (sweeps < SELDOM) {
            return "Each miner is challenged %s an hour; none was swept lately."
                    .formatted(times(challenges));
        }
        return challenges < SELDOM
                ? "Each miner is swept %s an hour; none was challenged lately."
                        .formatted(times(sweeps))
                : "Each miner is challenged %s and swept %s an hour."
                        .formatted(times(challenges), times(sweeps));
    }

    private static String times(double perHour) {
        String number = String.format(Locale.ROOT, perHour < 9.95 ? "%.1f" : "%.0f", perHour);
        return number.equals("1.0") ? "once" : number + " times";
    }
}
