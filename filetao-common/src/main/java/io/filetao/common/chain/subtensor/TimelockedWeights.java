package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Weights;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.scale.ScaleWriter;
import io.filetao.common.crypto.Timelock;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits weights so that the chain itself reveals them: they are encrypted to a round of the beacon that the chain follows, and
 * the chain decrypts them when their epoch has come. Nothing has to be kept, and the program need not run then.
 *
 * <p>The round is the one of the third block of the epoch {@code RevealPeriodEpochs} after the current one: early enough for the
 * chain, which tries in each block of that epoch, and never before it.
 */
final class TimelockedWeights {

    /** The form of commitments that is made here. */
    private static final int VERSION = 4;

    /** What a commitment may take on chain, in bytes. */
    private static final int MAX_BYTES = 5_000;

    /** More epochs than any chain allows. */
    private static final long MAX_PERIOD = 1_000;

    private static final String CALL = "commit_timelocked_weights";
    private static final long MARGIN = 3;
    private static final Logger LOG = LoggerFactory.getLogger(TimelockedWeights.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Heads heads;
    private final Submitter submitter;
    private final int netuid;
    private final Map<Ss58Address, Deque<Committed>> unseen = new HashMap<>();

    TimelockedWeights(Heads heads, Submitter submitter, int netuid) {
        this.heads = heads;
        this.submitter = submitter;
        this.netuid = netuid;
    }

    /** Whether this runtime takes commitments of the form that is made here. */
    static boolean offered(ChainState state) {
        return state.metadata().call(ChainState.SUBTENSOR, CALL).isPresent()
                && version(state).filter(version -> version == VERSION).isPresent()
                && state.metadata().storage("Drand", "BeaconConfig").isPresent();
    }

    /** The form of time-locked commitments that the chain takes, empty when it takes none. */
    static Optional<Integer> version(ChainState state) {
        return state.has("CommitRevealWeightsVersion")
                ? Optional.of(state.value("CommitRevealWeightsVersion").intValue())
                : Optional.empty();
    }

    synchronized void commit(ChainState state, Signer hotkey, Weights weights) {
        long block = this.heads.number(state.block());
        EpochSchedule now = EpochSchedule.at(state, this.netuid, block);
        long period = state.value("RevealPeriodEpochs", Value.of(this.netuid)).longValue();
        if (period > MAX_PERIOD) {
            throw new ChainException(
                    "The chain wants weights to be hidden for %d epochs, which cannot be; try another node."
                            .formatted(period));
        }
        tellIfNotRevealed(state, hotkey.address(), now.epoch());
        Beacon beacon = Beacon.of(state);
        Instant due =
                state.time()
                        .plus(
                                this.heads
                                        .blockTime(state, block)
                                        .multipliedBy(
                                                now.blocksUntil(now.epoch() + period) + MARGIN));
        // Never one that is signed already, however short blocks are.
        long round = Math.max(beacon.roundAt(due), beacon.roundAt(state.time()) + 1);
        byte[] sealed = beacon.lock().seal(round, payload(hotkey.address(), weights), RANDOM);
        if (sealed.length > MAX_BYTES) {
            throw new ChainException(
                    "%d weights are more than one commitment holds; raise the least weight."
                            .formatted(weights.byUid().size()));
        }
        this.submitter.submit(
                hotkey,
                CALL,
                Map.of(
                        "netuid", Value.of(this.netuid),
                        "commit", Value.of(sealed),
                        "reveal_round", Value.of(round),
                        "commit_reveal_version", Value.of(VERSION)));
        this.unseen
                .computeIfAbsent(hotkey.address(), key -> new ArrayDeque<>())
                .addLast(new Committed(now.epoch() + period, Set.copyOf(weights.byUid().keySet())));
        LOG.info(
                "Weights committed uids={} revealed-in-epoch={} beacon-round={}",
                weights.byUid().size(),
                now.epoch() + period,
                round);
    }

    private static byte[] payload(Ss58Address hotkey, Weights weights) {
        return new ScaleWriter()
                .byteVector(hotkey.publicKey())
                .vector(List.copyOf(weights.byUid().keySet()), ScaleWriter::u16)
                .vector(List.copyOf(weights.byUid().values()), ScaleWriter::u16)
                .u64(weights.versionKey())
                .bytes();
    }

    /** The chain drops what it cannot reveal without a word to the validator, so this looks whether it did. */
    private void tellIfNotRevealed(ChainState state, Ss58Address hotkey, long epoch) {
        Deque<Committed> earlier = this.unseen.getOrDefault(hotkey, new ArrayDeque<>());
        while (earlier.stream().filter(committed -> committed.revealEpoch() < epoch).count() > 1) {
            earlier.removeFirst();
        }
        if (earlier.isEmpty() || earlier.getFirst().revealEpoch() >= epoch) {
            return;
        }
        Set<Integer> shown = shown(state, hotkey);
        // In the very epoch both the ones before and the ones of it may be seen.
        if (earlier.stream()
                .filter(committed -> committed.revealEpoch() <= epoch)
                .noneMatch(committed -> committed.uids().equals(shown))) {
            LOG.warn(
                    "The chain did not reveal the weights that were committed for epoch {}; if that"
                            + " repeats, update this program.",
                    earlier.getFirst().revealEpoch());
        }
        earlier.removeFirst();
    }

    private Set<Integer> shown(ChainState state, Ss58Address hotkey) {
        return state
                .find(ChainState.SUBTENSOR, "Uids", Value.of(this.netuid), Neurons.account(hotkey))
                .map(uid -> state.value("Weights", Value.of(this.netuid), uid).items())
                .orElse(List.of())
                .stream()
                .map(pair -> pair.get(0).intValue())
                .collect(Collectors.toSet());
    }

    /** What should be seen as this key's weights after an epoch. */
    private record Committed(long revealEpoch, Set<Integer> uids) {}

    /** The beacon that the chain follows: drand's quicknet, on the chains that are known. */
    private record Beacon(Timelock lock, long genesis, long period) {

        static Beacon of(ChainState state) {
            Value config = state.find("Drand", "BeaconConfig").orElseThrow();
            long period = config.get("period").longValue();
            if (period <= 0) {
                throw new ChainException("The chain's beacon has no period; try another node.");
            }
            return new Beacon(
                    Timelock.of(config.get("public_key").bytes()),
                    config.get("genesis_time").longValue(),
                    period);
        }

        /** The newest round that is signed by then. */
        long roundAt(Instant time) {
            return Math.max(1, (time.getEpochSecond() - this.genesis) / this.period);
        }
    }
}
