package io.filetao.api.network;

import io.filetao.common.chain.AxonInfo;

/** How an axon's address is written. */
final class Addresses {

    private Addresses() {}

    /** {@code ip:port}, an IPv6 address in brackets. */
    static String of(AxonInfo axon) {
        String ip = axon.ip().contains(":") ? "[" + axon.ip() + "]" : axon.ip();
        return ip + ":" + axon.port();
    }
}
