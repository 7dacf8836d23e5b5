package io.filetao.cli.connection;

import io.filetao.cli.CommandException;
import io.filetao.cli.network.ChainAddress;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.client.ApiNode;
import io.filetao.common.client.ApiNodes;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds an API node through the chain, a local one or a real one: every validator with a permit and enough stake is asked, the one
 * with the most stake first, where its API node is, until one names a node that answers.
 *
 * <p>Anybody can write any address into a chain. Addresses behind this machine, such as 127.0.0.1 or 10.0.0.1, are asked only when
 * the chain itself is there.
 */
final class ApiDiscovery {

    private static final Duration CHAIN_TIMEOUT = Duration.ofSeconds(15);
    private static final BigDecimal RAO = BigDecimal.TEN.pow(9);

    private final ChainAddress chain;
    private final int netuid;
    private final AddressPolicy policy;

    /** Looks at one subnet of a chain. */
    ApiDiscovery(ChainAddress chain, int netuid) {
        this(chain, netuid, new AddressPolicy(chain.isPrivate()));
    }

    ApiDiscovery(ChainAddress chain, int netuid, AddressPolicy policy) {
        this.chain = chain;
        this.netuid = netuid;
        this.policy = policy;
    }

    /**
     * The API node of the best validator.
     *
     * @param stakeLimit least stake in TAO, null for any
     * @throws CommandException when the chain is away or no validator names a node that answers
     */
    ApiNode find(@Nullable BigDecimal stakeLimit) {
        List<Neuron> validators = validators(stakeLimit == null ? BigDecimal.ZERO : stakeLimit);
        Optional<ApiNode> found = new ApiNodes(this.policy).first(validators);
        if (found.isPresent()) {
            return found.get();
        }
        long unreachable =
                validators.stream().map(Neuron::axon).filter(axon -> !isReachable(axon)).count();
        throw new CommandException(
                "None of the %d validators of subnet %d%s names an API node that answers%s; name one with --api URL."
                        .formatted(
                                validators.size(),
                                this.netuid,
                                stakeLimit == null
                                        ? ""
                                        : " with a stake of " + stakeLimit.toPlainString() + " TAO",
                                unreachable == 0
                                        ? ""
                                        : ", %d of them announced no public address"
                                                .formatted(unreachable)));
    }

    private List<Neuron> validators(BigDecimal stakeLimit) {
        try (Subtensor subtensor = this.chain.open(this.netuid, CHAIN_TIMEOUT)) {
            return subtensor.metagraph().neurons().stream()
                    .filter(Neuron::validatorPermit)
                    .filter(neuron ->
                            new BigDecimal(neuron.stake()).divide(RAO).compareTo(stakeLimit) >= 0)
                    .sorted(Comparator.comparing(Neuron::stake).reversed())
                    .toList();
        } catch (ChainException away) {
            throw new CommandException(
                    "The chain at %s cannot be read (%s); check --subtensor.chain_endpoint and --netuid."
                            .formatted(this.chain, away.getMessage()),
                    away);
        }
    }

    private boolean isReachable(@Nullable AxonInfo axon) {
        return axon != null && this.policy.permits(axon);
    }
}
