package io.filetao.api.network;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** How soon losses are noticed. */
@Schema(
        name = "Detection",
        description =
                "How soon a miner's loss is noticed at the pace at which miners were checked"
                        + " lately; an upper bound for the worst case, that whole shards are lost.")
record DetectionView(
        @Schema(description = "With which a loss is noticed in that time.", example = "0.99")
                double confidence,
        @Schema(description = "Challenges of one miner in an hour.", example = "120")
                double challengesPerHour,
        @Schema(description = "Sweeps of one miner in an hour.", example = "0.8")
                double sweepsPerHour,
        List<Point> items) {

    private static final double CONFIDENCE = 0.99;
    private static final double HOUR = 3600;

    /** One size of loss. */
    @Schema(name = "DetectionTime", description = "A size of loss and when it is noticed.")
    record Point(
            @Schema(description = "Part of what a miner holds.", example = "0.01") double loss,
            @Schema(
                            description = "Time within which it is noticed; null while nothing is.",
                            example = "138.2")
                    @Nullable Double seconds) {}

    static DetectionView of(Detection pace) {
        return new DetectionView(
                CONFIDENCE,
                pace.challenges() * HOUR,
                pace.sweeps() * HOUR,
                DoubleStream.of(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.9)
                        .mapToObj(loss -> point(pace, loss))
                        .toList());
    }

    private static Point point(Detection pace, double loss) {
        OptionalDouble seconds = pace.seconds(loss, CONFIDENCE);
        return new Point(loss, seconds.isPresent() ? seconds.getAsDouble() : null);
    }
}
