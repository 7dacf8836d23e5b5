package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.rpc.RpcSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a subtensor node is used.
 *
 * @param rpc how it is reached
 * @param netuid number of the subnet
 * @param inclusion longest time until a signed call must be in a block
 * @param poll time after which the node is asked for its newest block when it tells nothing by itself
 * @param commits directory of the weights that are committed and still to be revealed
 */
public record SubtensorSettings(
        RpcSettings rpc, int netuid, Duration inclusion, Duration poll, Path commits) {}
