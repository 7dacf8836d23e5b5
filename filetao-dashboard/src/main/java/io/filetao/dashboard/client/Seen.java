package io.filetao.dashboard.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the API last told, or why it did not.
 *
 * @param value null when it never told
 * @param at when it last told
 * @param trouble one sentence while the API is away, null while it answers
 */
public record Seen<T>(@Nullable T value, @Nullable Instant at, @Nullable String trouble) {

    /** Whether the value is the API's newest answer. */
    public boolean live() {
        return this.trouble == null;
    }
}
