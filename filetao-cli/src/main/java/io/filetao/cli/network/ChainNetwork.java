package io.filetao.cli.network;

import org.jspecify.annotations.Nullable;

/** The chains that have a name. */
public enum ChainNetwork {
    local("http://127.0.0.1:9944"),
    test("wss://test.finney.opentensor.ai:443"),
    finney(
            "wss://entrypoint-finney.opentensor.ai:443",
            "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03");

    private final String url;
    private final @Nullable String genesis;

    ChainNetwork(String url) {
        this(url, null);
    }

    ChainNetwork(String url, @Nullable String genesis) {
        this.url = url;
        this.genesis = genesis;
    }

    public String url() {
        return this.url;
    }

    /** Hash of the first block where it is known for certain; nothing is signed for another chain then. */
    public @Nullable String genesis() {
        return this.genesis;
    }
}
