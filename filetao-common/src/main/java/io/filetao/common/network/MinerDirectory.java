package io.filetao.common.network;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The miners that may hold shards: neurons of the newest metagraph that serve an axon at an allowed address and are no
 * validators (a permit and more than 500 TAO of stake), with what this node has lately seen of them.
 *
 * <p>Asking for the answering ones pings those that were not heard of within half a minute or failed repeatedly since, all at once;
 * however many ask at the same time, each miner is pinged once. Thread-safe.
 */
public final class MinerDirectory {

    /** Stake in rao above which a neuron with a permit is a validator: 500 TAO. */
    static final BigInteger VALIDATOR_STAKE = BigInteger.valueOf(500_000_000_000L);

    /** How long an answer, or its absence, is believed. */
    static final Duration FRESH = Duration.ofSeconds(30);

    /**
     * Failures in a row after which a miner that answered lately is pinged. Fewer are believed to be this node's as well: a program with more
     * to do than it can finds every miner slow, and pings would be late too.
     */
    private static final int DOUBTS = 3;

    /** How long a miner whose ping got no answer is left alone; doubles with every further one. */
    static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /** The most that a miner which came back waits until files are offered to it. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Weight of the newest latency in the moving average. */
    private static final double NEWEST = 0.2;

    private static final CompletableFuture<Boolean> HEARD = CompletableFuture.completedFuture(true);
    private static final CompletableFuture<Boolean> SILENT =
            CompletableFuture.completedFuture(false);

    private static final Logger LOG = LoggerFactory.getLogger(MinerDirectory.class);

    private final Supplier<Metagraph> metagraph;
    private final AddressPolicy addresses;
    private final Predicate<Miner> ping;
    private final Clock clock;
    private final Map<Ss58Address, Contact> contacts = new ConcurrentHashMap<>();
    private final Map<Ss58Address, Silence> silences = new ConcurrentHashMap<>();
    private final Map<Ss58Address, CompletableFuture<Boolean>> pings = new ConcurrentHashMap<>();
    private volatile boolean toldOfPrivateAddresses;

    /**
     * @param metagraph the newest known one
     * @param ping calls a miner within the caller's time limit and tells whether it answered
     */
    public MinerDirectory(
            Supplier<Metagraph> metagraph,
            AddressPolicy addresses,
            Predicate<Miner> ping,
            Clock clock) {
        this.metagraph = metagraph;
        this.addresses = addresses;
        this.ping = ping;
        this.clock = clock;
    }

    /** Every miner that may hold shards, whether it answers or not, by uid. */
    public List<Miner> eligible() {
        List<Miner> miners = new ArrayList<>();
        List<Neuron> neurons = this.metagraph.get().neurons();
        for (Neuron neuron : neurons) {
            miner(neuron).ifPresent(miners::add);
        }
        if (miners.isEmpty()) {
            tellOfPrivateAddresses(neurons);
        } else {
            this.toldOfPrivateAddresses = false;
        }
        return miners;
    }

    /** A network in which nobody may be called looks like one without miners, and nothing else would say why. */
    private void tellOfPrivateAddresses(List<Neuron> neurons) {
        if (this.toldOfPrivateAddresses) {
            return;
        }
        List<AxonInfo> uncalled =
                neurons.stream().map(MinerDirectory::minersAxon).filter(Objects::nonNull).toList();
        if (!uncalled.isEmpty()) {
            this.toldOfPrivateAddresses = true;
            LOG.warn(
                    "None of {} miners is called, since their addresses, such as {}, are not public;"
                            + " on a private network set filetao.axon.allow-private=true",
                    uncalled.size(),
                    uncalled.getFirst().ip());
        }
    }

    /** The eligible miner of a hotkey; empty when it left the subnet or stopped serving. */
    public Optional<Miner> find(Ss58Address hotkey) {
        return this.metagraph.get().neuron(hotkey).flatMap(this::miner);
    }

    /** The eligible miners that answered within the last half minute, or answer now. */
    public List<Miner> answering() {
        return answering(miner -> heardOf(miner) ? HEARD : ping(miner));
    }

    /**
     * The eligible miners to offer something to at once: those that {@link #answering} would name, but for miners whose last
     * ping got no answer. Nobody waits for those; they are pinged beside it, after a pause that grows with their silence, and are
     * back as soon as they have answered.
     */
    public List<Miner> candidates() {
        return answering(miner -> {
            if (heardOf(miner)) {
                return HEARD;
            }
            Silence silence = this.silences.get(miner.hotkey());
            if (silence == null) {
                return ping(miner);
            }
            if (!this.clock.instant().isBefore(silence.until())) {
                ping(miner);
            }
            return SILENT;
        });
    }

    /** Whether a miner answers a ping now, however lately it was heard of. */
    public boolean answersNow(Ss58Address hotkey) {
        return find(hotkey).filter(this::pings).isPresent();
    }

    /** Remembers that a call succeeded. */
    public void succeeded(Ss58Address hotkey, Duration latency) {
        this.silences.remove(hotkey);
        this.contacts.merge(
                hotkey,
                new Contact(this.clock.instant(), 0, latency.toNanos()),
                (old, now) ->
                        new Contact(
                                now.answeredAt(),
                                0,
                                old.latencyNanos() == 0
                                        ? now.latencyNanos()
                                        : (long)
                                                (old.latencyNanos() * (1 - NEWEST)
                                                        + now.latencyNanos() * NEWEST)));
    }

    /** Remembers that a miner did not answer, or answered wrongly. */
    public void failed(Ss58Address hotkey) {
        this.contacts.merge(
                hotkey,
                new Contact(Instant.MIN, 1, 0),
                (old, _) -> new Contact(old.answeredAt(), old.failures() + 1, old.latencyNanos()));
    }

    /** Failures since the last success; 0 for a miner not heard of. */
    public int recentFailures(Ss58Address hotkey) {
        Contact contact = this.contacts.get(hotkey);
        return contact == null ? 0 : contact.failures();
    }

    /** Moving average of the latency in nanoseconds; 0 while unknown. */
    public long latencyNanos(Ss58Address hotkey) {
        Contact contact = this.contacts.get(hotkey);
        return contact == null ? 0 : contact.latencyNanos();
    }

    /** Whether a neuron is a validator: it has a permit and more than 500 TAO of stake. */
    public static boolean isValidator(Neuron neuron) {
        return neuron.validatorPermit() && neuron.stake().compareTo(VALIDATOR_STAKE) > 0;
    }

    private Optional<Miner> miner(Neuron neuron) {
        AxonInfo axon = minersAxon(neuron);
        if (axon == null || !this.addresses.permits(axon)) {
            return Optional.empty();
        }
        return Optional.of(new Miner(neuron.uid(), neuron.hotkey(), neuron.coldkey(), axon));
    }

    /** Where a neuron serves as a miner, at whatever address. */
    private static @Nullable AxonInfo minersAxon(Neuron neuron) {
        return isValidator(neuron) ? null : neuron.axon();
    }

    private List<Miner> answering(Function<Miner, CompletableFuture<Boolean>> asked) {
        List<Miner> eligible = eligible();
        Set<Ss58Address> hotkeys = eligible.stream().map(Miner::hotkey).collect(Collectors.toSet());
        this.contacts.keySet().retainAll(hotkeys);
        this.silences.keySet().retainAll(hotkeys);
        List<CompletableFuture<Boolean>> answers = eligible.stream().map(asked).toList();
        List<Miner> answering = new ArrayList<>();
        for (int i = 0; i < eligible.size(); i++) {
            if (answers.get(i).join()) {
                answering.add(eligible.get(i));
            }
        }
        return answering;
    }

    private boolean heardOf(Miner miner) {
        Contact contact = this.contacts.get(miner.hotkey());
        return contact != null
                && contact.failures() < DOUBTS
                && contact.answeredAt().isAfter(this.clock.instant().minus(FRESH));
    }

    /** Joins the ping that is under way, or begins one. */
    private CompletableFuture<Boolean> ping(Miner miner) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> underWay = this.pings.putIfAbsent(miner.hotkey(), mine);
        if (underWay != null) {
            return underWay;
        }
        Thread.ofVirtual()
                .name("ping-" + miner.uid())
                .start(() -> {
                    boolean answered = false;
                    try {
                        answered = pings(miner);
                    } finally {
                        this.pings.remove(miner.hotkey(), mine);
                        mine.complete(answered);
                    }
                });
        return mine;
    }

    private boolean pings(Miner miner) {
        long start = System.nanoTime();
        boolean answered = this.ping.test(miner);
        if (answered) {
            succeeded(miner.hotkey(), Duration.ofNanos(System.nanoTime() - start));
        } else {
            Instant now = this.clock.instant();
            this.silences.merge(
                    miner.hotkey(),
                    new Silence(SHORTEST_PAUSE, now.plus(SHORTEST_PAUSE)),
                    (before, _) -> before.longer(now));
            failed(miner.hotkey());
        }
        return answered;
    }

    /**
     * What is known of a miner.
     *
     * @param answeredAt when it answered last
     * @param failures since then
     */
    private record Contact(Instant answeredAt, int failures, long latencyNanos) {}

    /**
     * How long a miner that did not answer is left alone.
     *
     * @param pause how long in all
     * @param until when it may be pinged again
     */
    private record Silence(Duration pause, Instant until) {

        Silence longer(Instant now) {
            Duration doubled = this.pause.multipliedBy(2);
            Duration next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            return new Silence(next, now.plus(next));
        }
    }
}
