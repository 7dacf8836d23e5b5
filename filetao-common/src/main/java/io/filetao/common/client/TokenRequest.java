package io.filetao.common.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new bearer token is to be.
 *
 * @param hotkey for which it is issued, an SS58 address
 * @param scopes of {@code read}, {@code write} and {@code admin}
 * @param ttl how long it holds, null for as long as the node says
 * @param name for the list of tokens, null without one
 * @param account coldkey whose files it reaches, null for the hotkey's on the chain
 */
public record TokenRequest(
        String hotkey,
        List<String> scopes,
        @Nullable Duration ttl,
        @Nullable String name,
        @Nullable String account) {}
