package io.filetao.common.access;

import io.filetao.common.wallet.Ss58Address;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a bearer token; its text is not.
 *
 * @param id names it in lists and when it is revoked, 16 hexadecimal digits
 * @param hotkey for which it was issued
 * @param account whose files it reaches: an SS58 address, the hotkey's coldkey
 * @param scopes what it allows
 * @param name what its issuer calls it, null without one
 * @param expiresAt from when on it is refused
 */
public record AccessToken(
        String id,
        Ss58Address hotkey,
        Ss58Address account,
        Set<Scope> scopes,
        @Nullable String name,
        Instant createdAt,
        Instant expiresAt) {

    public AccessToken {
        scopes = EnumSet.copyOf(scopes);
    }

    /** Whether it is refused for its age. */
    public boolean isExpired(Instant now) {
        return !this.expiresAt.isAfter(now);
    }
}
