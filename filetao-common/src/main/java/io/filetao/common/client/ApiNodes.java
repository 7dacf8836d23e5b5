package io.filetao.common.client;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds API nodes through the metagraph: a validator's axon tells where its API node is, and the node answers.
 *
 * <p>That answer is not signed. The chain names the validator's address, and a node that pretends to be its API learns nothing but
 * encrypted bytes.
 */
public final class ApiNodes {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER = 4096;
    private static final int MAX_ASKED = 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final AddressPolicy addresses;

    /**
     * @param addresses which validators are asked
     */
    public ApiNodes(AddressPolicy addresses) {
        this.addresses = addresses;
    }

    /**
     * The first validator's node that answers, the one with the most stake first.
     *
     * @param uid of the only validator that will do, null for any
     * @throws FiletaoClientException when there is none
     */
    ApiNode find(Metagraph metagraph, @Nullable Integer uid) throws FiletaoClientException {
        List<Neuron> validators =
                metagraph.neurons().stream()
                        .filter(Neuron::validatorPermit)
                        .filter(neuron -> uid == null || neuron.uid() == uid)
                        .sorted(Comparator.comparing(Neuron::stake).reversed())
                        .toList();
        return first(validators)
                .orElseThrow(() ->
                        new FiletaoClientException(
                                uid == null
                                        ? "No validator of subnet %d names an API node that answers; name a node yourself."
                                                .formatted(metagraph.netuid())
                                        : "The neuron %d of subnet %d is no validator that names an API node; choose another uid."
                                                .formatted(uid, metagraph.netuid())));
    }

    /** The first node of validators in the given order that answers; takes three seconds for each that does not. */
    public Optional<ApiNode> first(List<Neuron> validators) {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(TIMEOUT)
                        .build()) {
            return validators.stream()
                    .filter(neuron ->
                            neuron.axon() != null && this.addresses.permits(neuron.axon()))
                    .limit(MAX_ASKED)
                    .flatMap(neuron -> ask(http, neuron).stream())
                    .filter(node -> answers(http, node.url()))
                    .findFirst();
        }
    }

    private static Optional<ApiNode> ask(HttpClient http, Neuron validator) {
        AxonInfo axon = validator.axon();
        if (axon == null) {
            return Optional.empty();
        }
        InetAddress address = InetAddress.ofLiteral(axon.ip());
        String host =
                address instanceof Inet6Address
                        ? "[" + address.getHostAddress() + "]"
                        : address.getHostAddress();
        URI asked = URI.create("http://" + host + ":" + axon.port() + AxonPaths.API);
        try {
            HttpResponse<InputStream> response = get(http, asked);
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_ANSWER);
                return response.statusCode() == 200
                        ? node(JSON.readTree(bytes).path("api").asString(""), validator)
                        : Optional.empty();
            }
        } catch (IOException | JacksonException silentOrGarbled) {
            return Optional.empty();
        }
    }

    /** Whether somebody serves there, whatever is said to a caller who shows no credentials. */
    private static boolean answers(HttpClient http, URI api) {
        try {
            HttpResponse<InputStream> response = get(http, URI.create(api + "/api/v1/network"));
            response.body().close();
            return response.statusCode() < 500;
        } catch (IOException | IllegalArgumentException silent) {
            return false;
        }
    }

    private static HttpResponse<InputStream> get(HttpClient http, URI uri) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                    BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while looking for an API node", interrupted);
        }
    }

    private static Optional<ApiNode> node(String text, Neuron validator) {
        try {
            URI uri = URI.create(text.replaceFirst("/$", ""));
            boolean usable =
                    uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
            return usable ? Optional.of(new ApiNode(uri, validator.hotkey())) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
