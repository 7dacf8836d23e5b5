package io.filetao.cli.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command needs to know of a local network that runs here, out of its {@code localnet.json}.
 *
 * @param api address of its API node
 * @param token bearer token for everything
 */
record LocalnetAddress(
        String api,
        @Nullable String token,
        @Nullable String walletPath,
        @Nullable String walletName,
        @Nullable String walletHotkey) {

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** The network with the given data directory, if it is ready. */
    static Optional<LocalnetAddress> in(Path directory) {
        try {
            return Optional.of(
                    JSON.readValue(
                            Files.readAllBytes(directory.resolve("localnet.json")),
                            LocalnetAddress.class));
        } catch (IOException | JacksonException unreadable) {
            return Optional.empty();
        }
    }
}
