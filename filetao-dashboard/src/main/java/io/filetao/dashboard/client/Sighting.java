package io.filetao.dashboard.client;

import java.time.Instant;
import java.util.List;
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

    /** The same figures, now known to be old. */
    Sighting staleBecauseOf(String trouble) {
        return new Sighting(this.network, this.miners, this.seenAt, trouble);
    }
}
