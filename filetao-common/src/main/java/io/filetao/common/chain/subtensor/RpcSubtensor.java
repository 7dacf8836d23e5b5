package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.Weights;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.chain.rpc.RpcException;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.ScaleReader;
import io.filetao.common.chain.scale.StorageKey;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The chain port spoken with a real subtensor node, whatever version its runtime has.
 *
 * <p>Reads of one call see one block. Signed calls answer when they took effect in a block, or throw with the chain's name for
 * what is wrong.
 *
 * <pre>
 * try (Subtensor chain = new RpcSubtensor(settings)) {
 *     Metagraph metagraph = chain.metagraph();
 * }
 * </pre>
 */
public final class RpcSubtensor implements Subtensor {

    private static final StorageKey NOW = StorageKey.of("Timestamp", "Now");
    private static final int BITTENSOR_PROTOCOL = 4;
    private static final int RAO_DIGITS = 9;
    private static final List<MetagraphSource> SOURCES =
            List.of(new SelectiveMetagraph(), new NeuronsLite(), new StorageMetagraph());

    private final RpcClient rpc;
    private final int netuid;
    private final Heads heads;
    private final Submitter submitter;
    private final WeightRevealer revealer;
    private final TimelockedWeights timelocked;
    private volatile @Nullable Block genesis;

    /** Begins to connect. */
    public RpcSubtensor(SubtensorSettings settings) {
        this.rpc = new RpcClient(settings.rpc());
        this.netuid = settings.netuid();
        this.heads = new Heads(this.rpc);
        this.submitter = new Submitter(this.rpc, this.heads, settings.inclusion(), settings.poll());
        this.revealer =
                new WeightRevealer(
                        this.heads,
                        this.submitter,
                        new WeightCommits(settings.commits()),
                        settings.netuid(),
                        settings.poll());
        this.timelocked = new TimelockedWeights(this.heads, this.submitter, settings.netuid());
    }

    /** The connection, for its metrics. */
    public RpcClient rpc() {
        return this.rpc;
    }

    @Override
    public Block genesis() {
        Block known = this.genesis;
        if (known == null) {
            known = guarded(() -> new Block(0, hash(0L).orElseThrow(), Instant.EPOCH));
            this.genesis = known;
        }
        return known;
    }

    @Override
    public Block head() {
        return guarded(() -> block(this.heads.newestHash()));
    }

    @Override
    public Block finalizedHead() {
        return guarded(() -> block(Json.hash(this.rpc.ask("chain_getFinalizedHead"))));
    }

    @Override
    public Optional<Block> block(long number) {
        return number == 0 ? Optional.of(genesis()) : guarded(() -> hash(number).map(this::block));
    }

    @Override
    public Metagraph metagraph() {
        return guarded(() -> {
            ChainState state = this.heads.newest();
            return new Metagraph(this.netuid, block(state.block()), neurons(state));
        });
    }

    @Override
    public Hyperparameters hyperparameters() {
        return guarded(() -> Rules.read(this.heads.newest(), this.netuid));
    }

    /** Epoch, blocks until the next one, and tempo. */
    public EpochSchedule epoch() {
        return guarded(() -> {
            ChainState state = this.heads.newest();
            return EpochSchedule.at(state, this.netuid, this.heads.number(state.block()));
        });
    }

    /** The weights that a neuron has set, by uid. */
    Map<Integer, Integer> weights(int uid) {
        return guarded(() -> {
            Map<Integer, Integer> weights = new HashMap<>();
            for (Value pair :
                    this.heads
                            .newest()
                            .value("Weights", Value.of(this.netuid), Value.of(uid))
                            .items()) {
                weights.put(pair.get(0).intValue(), pair.get(1).intValue());
            }
            return weights;
        });
    }

    /** What a place on the subnet costs now, in rao; it changes with every registration and every block. */
    public BigInteger registrationPrice() {
        return guarded(() -> this.heads.newest().value("Burn", Value.of(this.netuid)).number());
    }

    /** How weights have to be given to the subnet now. */
    public WeightForm weightForm() {
        return guarded(() -> WeightForm.of(this.heads.newest(), this.netuid));
    }

    /** Version of the runtime at the newest block. */
    public long specVersion() {
        return guarded(() -> this.heads.newest().runtime().specVersion());
    }

    @Override
    public int register(Signer coldkey, Ss58Address hotkey) {
        return guarded(() -> {
            ChainState state = this.heads.newest();
            if (!state.value("NetworksAdded", Value.of(this.netuid)).bool()) {
                throw Neurons.noSubnet(this.netuid);
            }
            Optional<Integer> uid = uid(state, hotkey);
            if (uid.isPresent()) {
                requireOwner(state, coldkey.address(), hotkey);
                return uid.get();
            }
            requireBalance(state, coldkey.address());
            Inclusion inclusion =
                    this.submitter.submit(
                            coldkey,
                            "burned_register",
                            Map.of(
                                    "netuid", Value.of(this.netuid),
                                    "hotkey", Neurons.account(hotkey)));
            return uid(inclusion.state(), hotkey)
                    .orElseThrow(() ->
                            new ChainException(
                                    "The chain took the registration and shows no uid for it."));
        });
    }

    @Override
    public void serveAxon(Signer hotkey, AxonInfo axon) {
        this.revealer.know(hotkey);
        guarded(() -> {
            InetAddress ip = Neurons.literal(axon.ip());
            AxonInfo wanted = new AxonInfo(ip.getHostAddress(), axon.port(), axon.version());
            ChainState state = this.heads.newest();
            requireRegistered(state, hotkey.address());
            Optional<Value> announced =
                    state.find(
                            ChainState.SUBTENSOR,
                            "Axons",
                            Value.of(this.netuid),
                            Neurons.account(hotkey.address()));
            if (announced.map(Neurons::axon).filter(wanted::equals).isPresent()) {
                return wanted;
            }
            requireServingAllowed(state, announced);
            this.submitter.submit(
                    hotkey,
                    "serve_axon",
                    Map.of(
                            "netuid", Value.of(this.netuid),
                            "version", Value.of(axon.version()),
                            "ip", Value.of(Neurons.number(ip)),
                            "port", Value.of(axon.port()),
                            "ip_type", Value.of(ip instanceof Inet6Address ? 6 : 4),
                            "protocol", Value.of(BITTENSOR_PROTOCOL),
                            "placeholder1", Value.of(0),
                            "placeholder2", Value.of(0)));
            return wanted;
        });
    }

    @Override
    public void setWeights(Signer hotkey, Weights weights) {
        this.revealer.know(hotkey);
        guarded(() -> {
            ChainState state = this.heads.newest();
            requireRegistered(state, hotkey.address());
            switch (WeightForm.of(state, this.netuid)) {
                case CLEAR ->
                        this.submitter.submit(
                                hotkey,
                                "set_weights",
                                Map.of(
                                        "netuid", Value.of(this.netuid),
                                        "dests",
                                                Value.numbers(
                                                        List.copyOf(weights.byUid().keySet())),
                                        "weights",
                                                Value.numbers(
                                                        List.copyOf(weights.byUid().values())),
                                        "version_key", Value.of(weights.versionKey())));
                case TIME_LOCKED -> this.timelocked.commit(state, hotkey, weights);
                case HASHED -> this.revealer.commit(state, hotkey, weights);
                case UNKNOWN -> throw unknownForm(state);
            }
            return weights;
        });
    }

    @Override
    public void close() {
        this.revealer.close();
        this.rpc.close();
        this.heads.close();
    }

    private ChainException unknownForm(ChainState state) {
        return new ChainException(
                "Subnet %d hides weights in a way that this version cannot make (commit-reveal %s); no weights were set, update this program."
                        .formatted(
                                this.netuid,
                                TimelockedWeights.version(state)
                                        .map(version -> "version " + version)
                                        .orElse("of another kind")));
    }

    private List<Neuron> neurons(ChainState state) {
        for (MetagraphSource source : SOURCES) {
            Optional<List<Neuron>> neurons = source.read(state, this.netuid);
            if (neurons.isPresent()) {
                return neurons.get();
            }
        }
        throw new ChainException("The chain offers no way to read a metagraph.");
    }

    private Optional<Integer> uid(ChainState state, Ss58Address hotkey) {
        return state.find(
                        ChainState.SUBTENSOR,
                        "Uids",
                        Value.of(this.netuid),
                        Neurons.account(hotkey))
                .map(Value::intValue);
    }

    private void requireRegistered(ChainState state, Ss58Address hotkey) {
        if (uid(state, hotkey).isEmpty()) {
            throw new ChainException(
                    "NotRegistered: the hotkey "
                            + hotkey
                            + " has no place on subnet "
                            + this.netuid
                            + "; register it with filetao chain register.");
        }
    }

    private static void requireOwner(ChainState state, Ss58Address coldkey, Ss58Address hotkey) {
        Ss58Address owner = Neurons.address(state.value("Owner", Neurons.account(hotkey)));
        if (!owner.equals(coldkey)) {
            throw new ChainException(
                    "NonAssociatedColdKey: the hotkey "
                            + hotkey
                            + " belongs to coldkey "
                            + owner
                            + "; use that one.");
        }
    }

    private void requireBalance(ChainState state, Ss58Address coldkey) {
        BigInteger price = state.value("Burn", Value.of(this.netuid)).number();
        BigInteger free =
                state.find("System", "Account", Neurons.account(coldkey))
                        .map(account -> account.get("data").get("free").number())
                        .orElse(BigInteger.ZERO);
        if (free.compareTo(price) < 0) {
            throw new ChainException(
                    "NotEnoughBalance: coldkey "
                            + coldkey
                            + " has "
                            + tao(free)
                            + " TAO, and a place on subnet "
                            + this.netuid
                            + " costs "
                            + tao(price)
                            + " TAO now; add TAO to it.");
        }
    }

    /** Spares the chain a call that it would refuse. */
    private void requireServingAllowed(ChainState state, Optional<Value> announced) {
        long limit = state.value("ServingRateLimit", Value.of(this.netuid)).longValue();
        long last = announced.flatMap(axon -> axon.find("block")).map(Value::longValue).orElse(0L);
        long left = last + limit - this.heads.number(state.block());
        if (last > 0 && left > 0) {
            throw new ChainException(
                    "ServingRateLimitExceeded: the axon may be announced again in "
                            + left
                            + " blocks.");
        }
    }

    private static String tao(BigInteger rao) {
        return new BigDecimal(rao, RAO_DIGITS).stripTrailingZeros().toPlainString();
    }

    private Optional<Hash> hash(long number) {
        JsonNode answer = this.rpc.ask("chain_getBlockHash", number);
        return answer.isNull() ? Optional.empty() : Optional.of(Json.hash(answer));
    }

    private Block block(Hash hash) {
        long number = Json.blockNumber(this.rpc.ask("chain_getHeader", Json.hex(hash)));
        if (number == 0) {
            return genesis();
        }
        return new Block(number, hash, time(hash));
    }

    /** As the state says; a node that has forgotten the state of an old block still has its first call, which sets the time. */
    private Instant time(Hash hash) {
        try {
            JsonNode now = this.rpc.ask("state_getStorage", NOW.hex(), Json.hex(hash));
            if (!now.isNull()) {
                return Instant.ofEpochMilli(new ScaleReader(Json.bytes(now)).u64());
            }
        } catch (RpcException forgotten) {
            // Read below.
        }
        JsonNode first =
                this.rpc
                        .ask("chain_getBlock", Json.hex(hash))
                        .path("block")
                        .path("extrinsics")
                        .path(0);
        ScaleReader in = new ScaleReader(Json.bytes(first));
        in.compactInt();
        // Version 4, unsigned; then the call Timestamp.set, which is first by consensus.
        in.raw(3);
        return Instant.ofEpochMilli(in.compact().longValue());
    }

    private <T> T guarded(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedScaleException | JacksonException | IllegalArgumentException nonsense) {
            throw new ChainException(
                    "The chain answered something that cannot be read ("
                            + nonsense.getMessage()
                            + "); try another node or update this program.",
                    nonsense);
        }
    }
}
