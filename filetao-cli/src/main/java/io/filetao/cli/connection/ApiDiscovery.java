package io.filetao.cli.connection;

import io.filetao.cli.CommandException;
import io.filetao.cli.network.ChainAddress;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds an API node through the chain, a local one or a real one: every validator with a permit and enough stake is asked, the one
 * with the most stake first, where its API node is, until one names a node that answers.
 *
 * <p>Anybody can write any address into a chain. Addresses behind this machine, such as 127.0.0.1 or 10.0.0.1, are asked only when
 * the chain itself is there.
 *
 * <p>What a validator says is not signed; the chain names its address, and a node that pretends to be its API learns nothing but
 * encrypted bytes.
 */
final class ApiDiscovery {

    private static final Duration CHAIN_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER = 4096;
    private static final int MAX_ASKED = 16;
    private static final BigDecimal RAO = BigDecimal.TEN.pow(9);

    private final ChainAddress chain;
    private final int netuid;
    private final AddressPolicy policy;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(TIMEOUT)
                    .build();

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
    Found find(@Nullable BigDecimal stakeLimit) {
        List<Neuron> validators = validators(stakeLimit == null ? BigDecimal.ZERO : stakeLimit);
        int unreachable = 0;
        for (Neuron validator : validators) {
            AxonInfo axon = validator.axon();
            if (axon == null || !this.policy.permits(axon)) {
                unreachable++;
                continue;
            }
            Optional<URI> api = api(axon);
            if (api.isPresent() && answers(api.get())) {
                return new Found(api.get(), validator.hotkey());
            }
        }
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
                    .limit(MAX_ASKED)
                    .toList();
        } catch (ChainException away) {
            throw new CommandException(
                    "The chain at %s cannot be read (%s); check --subtensor.chain_endpoint and --netuid."
                            .formatted(this.chain, away.getMessage()),
                    away);
        }
    }

    private Optional<URI> api(AxonInfo axon) {
        InetAddress address = InetAddress.ofLiteral(axon.ip());
        String host =
                address instanceof Inet6Address
                        ? "[" + address.getHostAddress() + "]"
                        : address.getHostAddress();
        URI asked = URI.create("http://" + host + ":" + axon.port() + AxonPaths.API);
        try {
            HttpResponse<InputStream> response = get(asked);
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER);
                return response.statusCode() == 200
                        ? NodeAddress.parse(
                                new JsonMapper().readTree(bytes).path("api").asString(""))
                        : Optional.empty();
            }
        } catch (IOException | JacksonException silentOrGarbled) {
            return Optional.empty();
        }
    }

    /** Whether somebody serves there, whatever is said to a caller who shows no credentials. */
    private boolean answers(URI api) {
        try {
            HttpResponse<InputStream> response = get(URI.create(api + "/api/v1/network"));
            response.body().close();
            return response.statusCode() < 500;
        } catch (IOException | IllegalArgumentException silent) {
            return false;
        }
    }

    private HttpResponse<InputStream> get(URI uri) throws IOException {
        try {
            return this.http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while looking for an API node", interrupted);
        }
    }

    /**
     * A node.
     *
     * @param hotkey of its validator, the receiver of requests
     */
    record Found(URI api, Ss58Address hotkey) {}
}
