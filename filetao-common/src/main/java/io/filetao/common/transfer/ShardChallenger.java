package io.filetao.common.transfer;

import io.filetao.common.proof.Answer;
import io.filetao.common.proof.Audit;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.Beacon;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.ChallengeRefusal;
import io.filetao.common.proof.Opening;
import io.filetao.common.proof.SeedChain;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.proof.Verifier;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.protocol.dendrite.Refusal;
import io.filetao.common.wallet.Signer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one miner to prove one shard, both moves, over the wire. Whatever the miner does, the call ends within the deadlines with
 * a verdict. Thread-safe.
 */
public final class ShardChallenger {

    private static final Logger LOG = LoggerFactory.getLogger(ShardChallenger.class);

    private static final Duration VERDICT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_DONE_BYTES = 1024;

    /** Steps by which a miner may be ahead and still be followed: none can push a chain towards its end. */
    private static final int MAX_AHEAD = 1_000;

    private static final Set<String> OUT_OF_STEP =
            Arrays.stream(ChallengeRefusal.values())
                    .filter(ChallengeRefusal::outOfStep)
                    .map(ChallengeRefusal::code)
                    .collect(Collectors.toUnmodifiableSet());

    private final Dendrite dendrite;
    private final ProofCalls calls;
    private final Signer hotkey;
    private final AuditKeys keys;
    private final Verifier verifier;
    private final Beacons beacons;

    /**
     * @param hotkey the validator's, which signs challenges and verdicts
     */
    public ShardChallenger(Dendrite dendrite, Signer hotkey, AuditKeys keys, Beacons beacons) {
        this.dendrite = dendrite;
        this.calls = new ProofCalls(dendrite);
        this.hotkey = hotkey;
        this.keys = keys;
        this.verifier = new Verifier(keys);
        this.beacons = beacons;
    }

    /**
     * Challenges a shard once. When the miner stands elsewhere in the chain, because an answer or a verdict was lost, it is asked
     * once more with a number that it must follow.
     *
     * @param chain where the shard's chain stands
     * @param previous how it got there, null when that is not known
     * @return what to keep; the verdict is sent with {@link #tell} once it is kept
     * @throws io.filetao.common.chain.ChainException when there is no beacon
     */
    public Challenged challenge(
            Peer peer, ShardTarget shard, SeedChain chain, Challenge.@Nullable Previous previous) {
        Challenged first = ask(peer, shard, chain, previous);
        return first.minerCounter().isPresent()
                ? ask(peer, shard, chain.rebase(first.minerCounter().getAsInt()), null)
                : first;
    }

    /** Sends the miner its verdict. A lost one does no harm: the next challenge repeats it. */
    public void tell(Peer peer, Challenged challenged) {
        try {
            this.dendrite.call(
                    peer,
                    "POST",
                    AxonPaths.VERDICTS,
                    challenged.outcome().signed().encode(),
                    MAX_DONE_BYTES,
                    VERDICT_TIMEOUT);
        } catch (IOException lost) {
            LOG.debug("{} was not told its verdict: {}", peer, lost.getMessage());
        }
    }

    private Challenged ask(
            Peer peer, ShardTarget shard, SeedChain chain, Challenge.@Nullable Previous previous) {
        Beacon beacon = this.beacons.newest().beacon();
        Challenge challenge =
                Challenge.issue(
                        shard,
                        chain,
                        previous,
                        this.keys.epoch(Beacons.epoch(beacon)),
                        beacon,
                        this.hotkey);
        Audit audit = new Audit(this.verifier, shard, challenge);
        Duration took = Duration.ZERO;
        OptionalInt minerCounter = OptionalInt.empty();
        try {
            ProofCalls.Timed answer =
                    this.calls.ask(
                            peer,
                            AxonPaths.CHALLENGES,
                            challenge.encode(),
                            Answer.BYTES,
                            challenge.deadlines().answer());
            took = answer.took();
            if (audit.answer(answer.body(), took).passed()) {
                open(peer, audit, challenge);
            }
        } catch (DendriteException refused) {
            minerCounter = minerCounter(refused, chain);
            if (TransferFault.of(refused) == TransferFault.MISSING) {
                audit.notHeld();
            }
            LOG.debug("{} did not answer a challenge: {}", peer, refused.getMessage());
        } catch (IOException away) {
            LOG.debug("{} did not answer a challenge: {}", peer, away.getMessage());
        }
        return new Challenged(audit.conclude(this.hotkey), took, minerCounter);
    }

    /** The counter of a miner that says it is out of step; one that is out of reach counts as no answer. */
    private static OptionalInt minerCounter(DendriteException refused, SeedChain chain) {
        Refusal refusal = refused.refusal();
        if (refusal == null || !OUT_OF_STEP.contains(refusal.code())) {
            return OptionalInt.empty();
        }
        long counter = refusal.number("counter").orElse(chain.counter());
        return counter >= 0 && counter <= (long) chain.counter() + MAX_AHEAD
                ? OptionalInt.of((int) counter)
                : OptionalInt.empty();
    }

    private void open(Peer peer, Audit audit, Challenge challenge) throws IOException {
        ProofCalls.Timed opening =
                this.calls.ask(
                        peer,
                        AxonPaths.OPENINGS,
                        audit.openingRequest().encode(),
                        Opening.MAX_BYTES,
                        challenge.deadlines().opening());
        audit.opening(opening.body(), opening.took());
    }

    /**
     * What came of a challenge.
     *
     * @param took time of the answer's first move, zero when there was none
     * @param minerCounter where the miner's chain stands, when it said that this is elsewhere
     */
    public record Challenged(Audit.Outcome outcome, Duration took, OptionalInt minerCounter) {

        public boolean passed() {
            return this.outcome.verdict().passed();
        }
    }
}
