package io.filetao.dashboard.client;

import io.filetao.dashboard.client.NetworkReport.Count;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The network as last seen, or why it was not.
 *
 * @param seenAt when the API last answered, null when it never did
 * @param trouble one sentence while the API is away, null while it answers
 */
public record Sighting(
        @Nullable NetworkReport network,
        List<MinerReport> miners,
        @Nullable Instant seenAt,
        @Nullable String trouble) {

    public Sighting {
        miners = List.copyOf(miners);
    }

    /** Whether what is shown is the API's newest answer. */
    public boolean live() {
        return this.trouble == null;
    }

    /** Miners that answer; null while nobody knows. */
    public @Nullable Long answering() {
        Count count = this.network == null ? null : this.network.miners();
        Integer told = count == null ? null : count.answering();
        if (told != null) {
            return told.longValue();
        }
        List<Boolean> each =
                this.miners.stream().map(MinerReport::answering).filter(Objects::nonNull).toList();
        return each.isEmpty() ? null : each.stream().filter(Boolean::booleanValue).count();
    }

    /** All miners. */
    public long minerCount() {
        Count count = this.network == null ? null : this.network.miners();
        Integer told = count == null ? null : count.total();
        return told == null ? this.miners.size() : told;
    }

    /** The same figures, now known to be old. */
    Sighting staleBecauseOf(String trouble) {
        return new Sighting(this.network, this.miners, this.seenAt, trouble);
    }
}
