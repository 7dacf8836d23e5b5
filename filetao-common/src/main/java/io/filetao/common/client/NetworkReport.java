package io.filetao.common.client;

/**
 * What an API node says about itself and the chain.
 *
 * @param hotkey of the node, the receiver of signed requests
 * @param block newest block it has seen
 * @param netuid subnet
 * @param miners number of miners it could place shards on
 */
public record NetworkReport(String hotkey, long block, int netuid, int miners) {}
