package io.filetao.common.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token of an API node.
 *
 * @param id names it when it is revoked
 * @param token its text, which only the answer to its grant shows; null in lists
 * @param hotkey for which it was issued
 * @param account whose files it reaches
 * @param scopes of {@code read}, {@code write} and {@code admin}
 * @param name what its issuer calls it, null without one
 * @param expiresAt when it ends
 */
public record TokenReport(
        String id,
        @Nullable String token,
        String hotkey,
        String account,
        List<String> scopes,
        @Nullable String name,
        Instant createdAt,
        Instant expiresAt) {

    @Override
    public String toString() {
        return "TokenReport[id=" + this.id + ", hotkey=" + this.hotkey + "]";
    }

    /** The answer with all of them. */
    record Page(List<TokenReport> items) {}
}
