package io.filetao.common.chain.local;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state machine of the local chain: blocks on a clock, subnets with neurons, stakes, axons and weights, changed only by
 * signed transactions.
 *
 * <p>Every accepted transaction is on disk before its answer. It keeps subtensor's rules with these relaxations: an axon may be
 * on loopback, a subnet exists as soon as it is named, permits follow the stakes at once instead of at the end of an epoch, and
 * every account begins with an endowment.
 */
public final class LocalChain implements AutoCloseable {

    private final LocalChainSettings settings;
    private final ChainLog log;
    private final BlockClock clock;
    private final Map<Integer, Subnet> subnets = new TreeMap<>();
    private final Map<Ss58Address, BigInteger> spent = new HashMap<>();
    private final Map<Ss58Address, Long> nonces = new HashMap<>();

    private LocalChain(LocalChainSettings settings, ChainLog log, InstantSource time) {
        this.settings = settings;
        this.log = log;
        if (log.lines().isEmpty()) {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            write(new LogEntry.Genesis(HexFormat.of().formatHex(secret)));
            this.clock = new BlockClock(secret, time);
            pace(0, time.instant());
        } else {
            this.clock = new BlockClock(secret(log), time);
            log.lines().stream().skip(1).map(LocalChain::entry).forEach(this::replay);
            if (!this.clock.blockTime().equals(settings.blockTime())) {
                long newest = this.clock.newest();
                pace(newest, this.clock.block(newest).time());
            }
        }
    }

    /** Opens the chain kept in a directory, or begins one there. */
    public static LocalChain open(Path directory, LocalChainSettings settings, InstantSource time) {
        ChainLog log = ChainLog.open(directory.resolve("chain.log"));
        try {
            return new LocalChain(settings, log, time);
        } catch (RuntimeException failure) {
            log.close();
            throw failure;
        }
    }

    Block genesis() {
        return this.clock.block(0);
    }

    Block head() {
        return this.clock.block(this.clock.newest());
    }

    Block finalizedHead() {
        return this.clock.block(Math.max(0, this.clock.newest() - this.settings.finalityLag()));
    }

    Optional<Block> block(long number) {
        return number >= 0 && number <= this.clock.newest()
                ? Optional.of(this.clock.block(number))
                : Optional.empty();
    }

    Hyperparameters hyperparameters() {
        return this.settings.hyperparameters();
    }

    synchronized Metagraph metagraph(int netuid) {
        return new Metagraph(netuid, head(), subnet(netuid).neurons());
    }

    /** Per validator's uid, the weights that it set. */
    synchronized SortedMap<Integer, SortedMap<Integer, Integer>> weights(int netuid) {
        SortedMap<Integer, SortedMap<Integer, Integer>> copy = new TreeMap<>();
        subnet(netuid).weights().forEach((uid, row) -> copy.put(uid, new TreeMap<>(row)));
        return copy;
    }

    /**
     * Accepts a transaction into the newest block.
     *
     * @return the uid that the call concerned
     * @throws RefusedCallException when a rule forbids it; nothing has changed then
     */
    int submit(SignedTransaction signed) {
        Transaction transaction = signed.verified();
        synchronized (this) {
            if (!transaction.genesis().equals(genesis().hash())) {
                throw new RefusedCallException(
                        "BadGenesis", "the transaction was made for another chain");
            }
            if (transaction.nonce() <= this.nonces.getOrDefault(transaction.signer(), 0L)) {
                throw new RefusedCallException("Stale", "the nonce has been used; sign again");
            }
            long block = this.clock.newest();
            int uid = apply(block, transaction);
            write(new LogEntry.Included(block, transaction));
            return uid;
        }
    }

    @Override
    public void close() {
        this.log.close();
    }

    private int apply(long block, Transaction transaction) {
        Ss58Address signer = transaction.signer();
        int uid =
                switch (transaction.call()) {
                    case Call.BurnedRegister call -> register(block, signer, call);
                    case Call.Deregister call -> deregister(signer, call);
                    case Call.AddStake call -> addStake(signer, call);
                    case Call.ServeAxon call -> serveAxon(signer, call);
                    case Call.SetWeights call -> setWeights(block, signer, call);
                };
        this.nonces.put(signer, transaction.nonce());
        return uid;
    }

    private int register(long block, Ss58Address coldkey, Call.BurnedRegister call) {
        Subnet subnet = subnet(call.netuid());
        Optional<Neuron> registered = subnet.find(call.hotkey());
        if (registered.isPresent()) {
            if (!registered.get().coldkey().equals(coldkey)) {
                throw new RefusedCallException(
                        "NonAssociatedColdKey", "the hotkey belongs to another coldkey");
            }
            return registered.get().uid();
        }
        spend(coldkey, this.settings.burn());
        return subnet.register(call.hotkey(), coldkey, block);
    }

    private int deregister(Ss58Address coldkey, Call.Deregister call) {
        Neuron neuron = neuron(call.netuid(), call.hotkey());
        if (!neuron.coldkey().equals(coldkey)) {
            throw new RefusedCallException(
                    "NonAssociatedColdKey", "the hotkey belongs to another coldkey");
        }
        subnet(call.netuid()).deregister(neuron);
        return neuron.uid();
    }

    private int addStake(Ss58Address coldkey, Call.AddStake call) {
        Neuron neuron = neuron(call.netuid(), call.hotkey());
        if (call.rao().signum() <= 0) {
            throw new RefusedCallException("AmountTooLow", "the stake must be positive");
        }
        spend(coldkey, call.rao());
        subnet(call.netuid()).addStake(call.hotkey(), call.rao());
        return neuron.uid();
    }

    private int serveAxon(Ss58Address hotkey, Call.ServeAxon call) {
        Neuron neuron = neuron(call.netuid(), hotkey);
        String ip = address(call.ip());
        if (call.port() < 1 || call.port() > 65535) {
            throw new RefusedCallException("InvalidPort", "a port is a number from 1 to 65535");
        }
        subnet(call.netuid()).serve(neuron, new AxonInfo(ip, call.port(), call.version()));
        return neuron.uid();
    }

    private int setWeights(long block, Ss58Address hotkey, Call.SetWeights call) {
        Neuron neuron = neuron(call.netuid(), hotkey);
        subnet(call.netuid()).setWeights(neuron, call.weights(), call.versionKey(), block);
        return neuron.uid();
    }

    private static String address(String literal) {
        try {
            InetAddress address = InetAddress.ofLiteral(literal);
            if (!address.isAnyLocalAddress() && !address.isMulticastAddress()) {
                return address.getHostAddress();
            }
        } catch (IllegalArgumentException name) {
            // Refused below, as the addresses that nobody can call.
        }
        throw new RefusedCallException(
                "InvalidIpAddress", "an axon needs an IPv4 or IPv6 address that others can call");
    }

    private Neuron neuron(int netuid, Ss58Address hotkey) {
        return subnet(netuid)
                .find(hotkey)
                .orElseThrow(() ->
                        new RefusedCallException(
                                "HotKeyNotRegisteredInSubNet",
                                hotkey + " is not registered in subnet " + netuid));
    }

    private void spend(Ss58Address account, BigInteger rao) {
        BigInteger total = this.spent.getOrDefault(account, BigInteger.ZERO).add(rao);
        if (total.compareTo(this.settings.endowment()) > 0) {
            throw new RefusedCallException(
                    "NotEnoughBalance", account + " has too little TAO left");
        }
        this.spent.put(account, total);
    }

    private Subnet subnet(int netuid) {
        if (netuid < 0 || netuid > 65535) {
            throw new RefusedCallException(
                    "MechanismDoesNotExist", "a subnet's number is from 0 to 65535");
        }
        return this.subnets.computeIfAbsent(
                netuid,
                id -> new Subnet(this.settings.hyperparameters(), this.settings.maxValidators()));
    }

    private void pace(long number, Instant from) {
        Duration blockTime = this.settings.blockTime();
        write(new LogEntry.Pace(number, from, blockTime.toMillis()));
        this.clock.pace(number, from, blockTime);
    }

    private void replay(LogEntry entry) {
        switch (entry) {
            case LogEntry.Genesis ignored ->
                    throw new ChainException("The chain's log has two beginnings.");
            case LogEntry.Pace pace ->
                    this.clock.pace(
                            pace.number(), pace.from(), Duration.ofMillis(pace.blockMillis()));
            case LogEntry.Included included -> apply(included.block(), included.transaction());
        }
    }

    private void write(LogEntry entry) {
        this.log.append(LocalChainJson.MAPPER.writerFor(LogEntry.class).writeValueAsString(entry));
    }

    private static LogEntry entry(String line) {
        return LocalChainJson.MAPPER.readValue(line, LogEntry.class);
    }

    private static byte[] secret(ChainLog log) {
        if (entry(log.lines().getFirst()) instanceof LogEntry.Genesis genesis) {
            return HexFormat.of().parseHex(genesis.secret());
        }
        throw new ChainException("The chain's log does not begin with its genesis.");
    }
}
