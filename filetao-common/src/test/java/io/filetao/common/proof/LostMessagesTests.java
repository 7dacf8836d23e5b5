package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Messages that get lost between an honest pair, programs that die between two steps, and states that come back from a backup: in
 * whatever order that happens, the next challenge that nothing disturbs passes.
 */
class LostMessagesTests {

    private static final int EPISODES = 60;
    private static final int MAX_LOSSES = 5;

    private final Samples.Stored stored = Samples.store(5_000, 33);
    private final ShardHeader header = this.stored.meta().header();
    private final Rig rig = new Rig(this.header);
    private final Rig.HonestMiner miner = new Rig.HonestMiner(this.stored);
    private ProverChain own = ProverChain.start(this.header);

    private enum Loss {
        NOTHING,
        CHALLENGE,
        ANSWER,
        OPENING,
        VERDICT,
        /** The validator dies before its outcome is kept. */
        OUTCOME,
        /** The validator forgets, by a restart, how the chain got to its head. */
        LINK,
        /** The validator's index comes back from a backup. */
        INDEX,
        /** The miner's disk comes back from a backup. */
        DISK
    }

    @Test
    void challengeWhenNothingIsLostAnyMorePasses() {
        Random random = new Random(71);
        Loss[] losses = Loss.values();
        for (int episode = 0; episode < EPISODES; episode++) {
            SeedChain index = this.rig.chain;
            ProverChain disk = this.own;
            List<Loss> happened = new ArrayList<>();
            for (int i = random.nextInt(MAX_LOSSES) + 1; i > 0; i--) {
                Loss loss = losses[random.nextInt(losses.length)];
                happened.add(loss);
                switch (loss) {
                    case INDEX -> {
                        this.rig.chain = index;
                        this.rig.previous = null;
                    }
                    case DISK -> this.own = disk;
                    case LINK -> this.rig.previous = null;
                    default -> round(loss);
                }
            }
            assertThat(round(Loss.NOTHING)).as("episode %d: %s", episode, happened).isTrue();
            assertThat(this.own.chain()).as("episode %d", episode).isEqualTo(this.rig.chain);
        }
    }

    /** One challenge as a validator makes it: when the miner is out of step it is asked once more. */
    private boolean round(Loss loss) {
        SeedChain chain = this.rig.chain;
        Challenge.Previous previous = this.rig.previous;
        Audit audit = new Audit(this.rig.verifier, this.rig.shard, this.rig.next());
        if (loss != Loss.CHALLENGE && !accepts(audit.challenge())) {
            this.rig.chain = chain.rebase(this.own.chain().counter());
            this.rig.previous = null;
            this.rig.height -= Beacon.INTERVAL;
            audit = new Audit(this.rig.verifier, this.rig.shard, this.rig.next());
            assertThat(accepts(audit.challenge())).as("a re-based challenge is followed").isTrue();
        }
        if (loss != Loss.CHALLENGE) {
            answer(audit, loss);
        }
        Audit.Outcome outcome = this.rig.conclude(audit);
        if (loss == Loss.OUTCOME) {
            this.rig.chain = chain;
            this.rig.previous = previous;
        } else if (loss != Loss.VERDICT && loss != Loss.CHALLENGE) {
            this.own = this.own.settle(outcome.signed(), this.header);
        }
        return outcome.verdict().passed();
    }

    private boolean accepts(Challenge challenge) {
        try {
            this.own = this.own.accept(challenge, this.header);
            return true;
        } catch (ChallengeRefusedException refused) {
            assertThat(refused.reason().outOfStep()).isTrue();
            return false;
        }
    }

    private void answer(Audit audit, Loss loss) {
        byte[] answer = this.miner.answer(audit.challenge());
        if (loss == Loss.ANSWER) {
            return;
        }
        assertThat(audit.answer(ByteBuffer.wrap(answer), Rig.AT_ONCE).passed()).isTrue();
        if (loss != Loss.OPENING) {
            audit.opening(ByteBuffer.wrap(this.miner.open(audit.openingRequest())), Rig.AT_ONCE);
        }
    }
}
