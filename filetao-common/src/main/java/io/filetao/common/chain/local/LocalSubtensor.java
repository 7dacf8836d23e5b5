package io.filetao.common.chain.local;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.Weights;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The chain port spoken with a {@link LocalChainServer}. */
public final class LocalSubtensor implements Subtensor {

    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final URI url;
    private final int netuid;
    private final Duration timeout;
    private final HttpClient http;
    private final AtomicLong lastNonce = new AtomicLong();
    private volatile @Nullable Block genesis;

    /**
     * Connects nowhere yet; the first call does.
     *
     * @param url of the server, {@code http://host:port}
     * @param timeout how long one call may take in all
     */
    public LocalSubtensor(URI url, int netuid, Duration timeout) {
        this.url = url;
        this.netuid = netuid;
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build();
    }

    @Override
    public Block genesis() {
        Block known = this.genesis;
        if (known == null) {
            known = get("/v1/genesis", Block.class);
            this.genesis = known;
        }
        return known;
    }

    @Override
    public Block head() {
        return get("/v1/head", Block.class);
    }

    @Override
    public Block finalizedHead() {
        return get("/v1/finalized", Block.class);
    }

    @Override
    public Optional<Block> block(long number) {
        HttpResponse<byte[]> response = send(request("/v1/blocks/" + number).GET().build());
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(decode(response, Block.class));
    }

    @Override
    public Metagraph metagraph() {
        return get("/v1/subnets/" + this.netuid + "/metagraph", Metagraph.class);
    }

    @Override
    public Hyperparameters hyperparameters() {
        return get("/v1/subnets/" + this.netuid + "/hyperparameters", Hyperparameters.class);
    }

    @Override
    public int register(Signer coldkey, Ss58Address hotkey) {
        return submit(coldkey, new Call.BurnedRegister(this.netuid, hotkey));
    }

    @Override
    public void serveAxon(Signer hotkey, AxonInfo axon) {
        Optional<Neuron> neuron = metagraph().neuron(hotkey.address());
        if (neuron.isEmpty() || !axon.equals(neuron.get().axon())) {
            submit(hotkey, new Call.ServeAxon(this.netuid, axon.ip(), axon.port(), axon.version()));
        }
    }

    @Override
    public void setWeights(Signer hotkey, Weights weights) {
        submit(
                hotkey,
                new Call.SetWeights(
                        this.netuid, new TreeMap<>(weights.byUid()), weights.versionKey()));
    }

    /** Moves rao from a coldkey to a registered hotkey; enough of it makes the hotkey a validator. */
    public void addStake(Signer coldkey, Ss58Address hotkey, BigInteger rao) {
        submit(coldkey, new Call.AddStake(this.netuid, hotkey, rao));
    }

    /** Takes a hotkey off the subnet, as if another had been given its slot. */
    public void deregister(Signer coldkey, Ss58Address hotkey) {
        submit(coldkey, new Call.Deregister(this.netuid, hotkey));
    }

    @Override
    public void close() {
        this.http.close();
    }

    private int submit(Signer signer, Call call) {
        Instant now = Instant.now();
        long nanoseconds = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        long nonce = this.lastNonce.updateAndGet(previous -> Math.max(previous + 1, nanoseconds));
        SignedTransaction transaction =
                SignedTransaction.sign(
                        new Transaction(genesis().hash(), signer.address(), nonce, call), signer);
        byte[] body = LocalChainJson.MAPPER.writeValueAsBytes(transaction);
        HttpRequest request =
                request("/v1/calls")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        return decode(send(request), Accepted.class).uid();
    }

    private <T> T get(String path, Class<T> type) {
        return decode(send(request(path).GET().build()), type);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(this.url.resolve(path)).timeout(this.timeout);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return this.http.send(
                    request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (IOException failure) {
            throw new ChainException(
                    "The chain at "
                            + this.url
                            + " does not answer; start it or correct the chain's address.",
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChainException("The call to the chain was interrupted.", interrupted);
        }
    }

    private <T> T decode(HttpResponse<byte[]> response, Class<T> type) {
        try {
            if (response.statusCode() >= 400) {
                String detail =
                        LocalChainJson.MAPPER
                                .readValue(response.body(), LocalChainServer.Problem.class)
                                .detail();
                throw new ChainException("The chain refused the call: " + detail);
            }
            return LocalChainJson.MAPPER.readValue(response.body(), type);
        } catch (JacksonException nonsense) {
            throw new ChainException(
                    "What answers at " + this.url + " is not a local chain; correct its address.",
                    nonsense);
        }
    }

    /** What a call that was accepted answers. */
    record Accepted(int uid) {}
}
