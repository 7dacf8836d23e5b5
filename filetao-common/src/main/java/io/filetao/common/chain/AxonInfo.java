package io.filetao.common.chain;

/**
 * Where a neuron serves, as announced on chain.
 *
 * @param ip an IPv4 or IPv6 literal, never a host name
 * @param port 1 to 65535
 * @param version version of the serving program as an integer
 */
public record AxonInfo(String ip, int port, int version) {}
