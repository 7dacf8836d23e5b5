package io.filetao.dashboard.view;

import io.filetao.dashboard.client.Seen;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a page shows is the newest.
 *
 * @param badge {@code live}, {@code as of 2 min ago} or {@code waiting}
 * @param trouble one sentence, empty while all is well
 */
public record Freshness(String badge, String trouble) {

    public static Freshness of(Seen<?> seen, Instant now) {
        @Nullable String trouble = seen.trouble();
        if (trouble == null) {
            return new Freshness("live", "");
        }
        Instant at = seen.at();
        return new Freshness(
                at == null ? "waiting" : "as of " + Figures.age(Duration.between(at, now)) + " ago",
                trouble);
    }
}
