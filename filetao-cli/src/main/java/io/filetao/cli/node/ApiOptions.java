package io.filetao.cli.node;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the API node, translated into properties. */
final class ApiOptions {

    @Option(
            names = "--api.store_timeout",
            paramLabel = "SECONDS",
            description = "Longest pause of a store (default 60).")
    private @Nullable Integer storeTimeout;

    @Option(
            names = "--api.retrieve_timeout",
            paramLabel = "SECONDS",
            description = "Longest pause of a retrieve (default 60).")
    private @Nullable Integer retrieveTimeout;

    @Option(
            names = "--api.ping_timeout",
            paramLabel = "SECONDS",
            description = "How long a miner may take to answer a ping (default 2).")
    private @Nullable Integer pingTimeout;

    @Option(
            names = "--api.whitelisted_hotkeys",
            paramLabel = "HOTKEY,...",
            description = "Who may call, when access is not open.")
    private @Nullable String whitelistedHotkeys;

    @Option(
            names = "--api.blacklisted_hotkeys",
            paramLabel = "HOTKEY,...",
            description = "Who may not call, whatever else is set.")
    private @Nullable String blacklistedHotkeys;

    @Option(
            names = "--api.open_access",
            arity = "0..1",
            fallbackValue = "true",
            description = "Let everybody call.")
    private @Nullable Boolean openAccess;

    Map<String, Object> properties() {
        Map<String, Object> properties = new TreeMap<>();
        NodeOptions.put(properties, "filetao.api.store-timeout", seconds(this.storeTimeout));
        NodeOptions.put(properties, "filetao.api.retrieve-timeout", seconds(this.retrieveTimeout));
        NodeOptions.put(properties, "filetao.api.ping-timeout", seconds(this.pingTimeout));
        NodeOptions.put(properties, "filetao.api.whitelisted-hotkeys", this.whitelistedHotkeys);
        NodeOptions.put(properties, "filetao.api.blacklisted-hotkeys", this.blacklistedHotkeys);
        NodeOptions.put(properties, "filetao.api.open-access", this.openAccess);
        return properties;
    }

    private static @Nullable String seconds(@Nullable Integer value) {
        return value == null ? null : value + "s";
    }
}
