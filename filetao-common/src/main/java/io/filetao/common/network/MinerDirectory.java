package io.filetao.common.network;

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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The miners that may hold shards: neurons of the newest metagraph that serve an axon at an allowed address and are no
 * validators (a permit and more than 500 TAO of stake), with what this node has lately seen of them.
 *
 * <p>Asking for the answering ones pings those that were not heard of within half a minute or failed repeatedly since, all at once.
 * Thread-safe.
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

    /** Weight of the newest latency in the moving average. */
    private static final double NEWEST = 0.2;

    private final Supplier<Metagraph> metagraph;
    private final AddressPolicy addresses;
    private final Predicate<Miner> ping;
    private final Clock clock;
    private final Map<Ss58Address, Contact> contacts = new ConcurrentHashMap<>();

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
        for (Neuron neuron : this.metagraph.get().neurons()) {
            miner(neuron).ifPresent(miners::add);
        }
        return miners;
    }

    /** The eligible miner of a hotkey; empty when it left the subnet or stopped serving. */
    public Optional<Miner> find(Ss58Address hotkey) {
        return this.metagraph.get().neuron(hotkey).flatMap(this::miner);
    }

    /** The eligible miners that answered within the last half minute, or answer now. */
    public List<Miner> answering() {
        List<Miner> eligible = eligible();
        this.contacts.keySet().retainAll(eligible.stream().map(Miner::hotkey).toList());
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Miner miner : eligible) {
                answers.add(executor.submit(() -> answers(miner)));
            }
        }
        List<Miner> answering = new ArrayList<>();
        for (int i = 0; i < eligible.size(); i++) {
            if (answers.get(i).state() == Future.State.SUCCESS && answers.get(i).resultNow()) {
                answering.add(eligible.get(i));
            }
        }
        return answering;
    }

    /** Whether a miner answers a ping now, however lately it was heard of. */
    public boolean answersNow(Ss58Address hotkey) {
        return find(hotkey).filter(this::pings).isPresent();
    }

    /** Remembers that a call succeeded. */
    public void succeeded(Ss58Address hotkey, Duration latency) {
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
        if (neuron.axon() == null
                || isValidator(neuron)
                || !this.addresses.permits(neuron.axon())) {
            return Optional.empty();
        }
        return Optional.of(
                new Miner(neuron.uid(), neuron.hotkey(), neuron.coldkey(), neuron.axon()));
    }

    private boolean answers(Miner miner) {
        Contact contact = this.contacts.get(miner.hotkey());
        boolean heardOf =
                contact != null
                        && contact.failures() < DOUBTS
                        && contact.answeredAt().isAfter(this.clock.instant().minus(FRESH));
        return heardOf || pings(miner);
    }

    private boolean pings(Miner miner) {
        long start = System.nanoTime();
        boolean answered = this.ping.test(miner);
        if (answered) {
            succeeded(miner.hotkey(), Duration.ofNanos(System.nanoTime() - start));
        } else {
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
}
