package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Weights;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets weights in two moves where the subnet demands it: first a hash, and exactly {@code RevealPeriodEpochs} epochs later what
 * it was made of.
 *
 * <p>What is to be revealed is kept on disk. A program that starts again reveals it as soon as it uses its hotkey in any call,
 * for the chain takes only that key's word.
 */
final class WeightRevealer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WeightRevealer.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT = 8;

    /** A commitment that is in no block after so many is never coming. */
    private static final int LOST_AFTER = 128;

    private final Heads heads;
    private final Submitter submitter;
    private final WeightCommits commits;
    private final int netuid;
    private final Duration poll;
    private final Map<Ss58Address, Signer> signers = new ConcurrentHashMap<>();
    private final Thread thread;

    WeightRevealer(
            Heads heads, Submitter submitter, WeightCommits commits, int netuid, Duration poll) {
        this.heads = heads;
        this.submitter = submitter;
        this.commits = commits;
        this.netuid = netuid;
        this.poll = poll;
        this.thread = Thread.ofVirtual().name("weight-revealer").start(this::keepRevealing);
    }

    /** Lets the key be used for what it still has to reveal. */
    void know(Signer signer) {
        this.signers.put(signer.address(), signer);
    }

    /** Whether this runtime takes commitments by hash. */
    static boolean offered(ChainState state) {
        return state.metadata().call(ChainState.SUBTENSOR, "commit_weights").isPresent();
    }

    void commit(ChainState state, Signer hotkey, Weights weights) {
        WeightCommit commit =
                new WeightCommit(
                        hotkey.address(),
                        this.netuid,
                        List.copyOf(weights.byUid().keySet()),
                        List.copyOf(weights.byUid().values()),
                        Stream.generate(() -> RANDOM.nextInt(65_536)).limit(SALT).toList(),
                        weights.versionKey(),
                        this.heads.number(state.block()),
                        -1);
        this.commits.save(commit);
        Inclusion inclusion;
        try {
            inclusion =
                    this.submitter.submit(
                            hotkey,
                            "commit_weights",
                            Map.of(
                                    "netuid", Value.of(this.netuid),
                                    "commit_hash", Value.of(commit.hash().bytes())));
        } catch (RefusedException refused) {
            this.commits.remove(commit);
            throw refused;
        }
        EpochSchedule epoch = EpochSchedule.at(inclusion.state(), this.netuid, inclusion.block());
        this.commits.save(commit.includedIn(epoch.epoch()));
    }

    @Override
    public void close() {
        this.thread.interrupt();
    }

    private void keepRevealing() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<WeightCommit> open =
                        this.commits.all(this.netuid).stream()
                                .filter(commit -> this.signers.containsKey(commit.hotkey()))
                                .toList();
                if (!open.isEmpty()) {
                    reveal(open);
                }
            } catch (ChainException | MalformedScaleException | IllegalArgumentException failure) {
                LOG.warn("Weights are not revealed yet: {}", failure.getMessage());
            }
            try {
                Thread.sleep(this.poll);
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private void reveal(List<WeightCommit> open) {
        ChainState state = this.heads.newest();
        long block = this.heads.number(state.block());
        EpochSchedule now = EpochSchedule.at(state, this.netuid, block);
        long period = state.value("RevealPeriodEpochs", Value.of(this.netuid)).longValue();
        for (WeightCommit commit : open) {
            Optional<Long> epoch = epoch(state, commit);
            if (epoch.isEmpty()) {
                if (block > commit.madeAt() + LOST_AFTER) {
                    this.commits.remove(commit);
                }
            } else if (now.epoch() > epoch.get() + period) {
                LOG.warn("Weights committed in epoch {} were not revealed in time", epoch.get());
                this.commits.remove(commit);
            } else if (now.epoch() == epoch.get() + period) {
                reveal(commit);
            }
        }
    }

    private void reveal(WeightCommit commit) {
        Signer hotkey = this.signers.get(commit.hotkey());
        if (hotkey == null) {
            return;
        }
        try {
            this.submitter.submit(
                    hotkey,
                    "reveal_weights",
                    Map.of(
                            "netuid", Value.of(this.netuid),
                            "uids", Value.numbers(commit.uids()),
                            "values", Value.numbers(commit.values()),
                            "salt", Value.numbers(commit.salt()),
                            "version_key", Value.of(commit.versionKey())));
            this.commits.remove(commit);
            LOG.info("Weights revealed uids={}", commit.uids().size());
        } catch (RefusedException refused) {
            LOG.warn("The committed weights are given up: {}", refused.getMessage());
            this.commits.remove(commit);
        }
    }

    /** Epoch of the commitment: as noted when it was included, else as the chain keeps it; empty when the chain has none. */
    private Optional<Long> epoch(ChainState state, WeightCommit commit) {
        Optional<Value> kept =
                state.find(
                        ChainState.SUBTENSOR,
                        "WeightCommits",
                        Value.of(this.netuid),
                        Neurons.account(commit.hotkey()));
        Optional<Value> entry =
                kept.stream()
                        .flatMap(queue -> queue.items().stream())
                        .filter(item -> Arrays.equals(item.get(0).bytes(), commit.hash().bytes()))
                        .findFirst();
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (commit.epoch() >= 0) {
            return Optional.of(commit.epoch());
        }
        // Since spec 301 or so the second number is the epoch and the last one is 0; before, the
        // second is the block.
        List<Value> numbers = entry.get().items();
        long second = numbers.get(1).longValue();
        boolean isEpoch = numbers.size() > 3 && numbers.get(3).longValue() == 0;
        int tempo = state.value("Tempo", Value.of(this.netuid)).intValue();
        return Optional.of(
                isEpoch ? second : EpochSchedule.fixed(this.netuid, tempo, second).epoch());
    }
}
