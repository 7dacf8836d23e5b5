package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many random rounds with fixed seeds. Signatures are left out here, since a hundred thousand of them would take
 * minutes and prove nothing about the mathematics; every other test checks them.
 */
class StatisticsTests {

    private static final SignatureCheck ANY = (signer, message, signature) -> true;

    private static Signer unsigned(Ss58Address address) {
        return new Signer() {
            @Override
            public Ss58Address address() {
                return address;
            }

            @Override
            public byte[] sign(byte[] message) {
                return new byte[Signature.BYTES];
            }
        };
    }

    private static final Signer VALIDATOR = unsigned(Samples.VALIDATOR.address());
    private static final Signer MINER = unsigned(Samples.MINER.address());

    @Test
    void verdictsWhenMinerIsHonestAreAcceptedInAHundredThousandChallenges() {
        int shards = 100;
        int rounds = 1_000;
        AtomicInteger accepted = new AtomicInteger();
        IntStream.range(0, shards)
                .parallel()
                .forEach(s -> accepted.addAndGet(honestRounds(s, rounds)));

        assertThat(accepted).hasValue(shards * rounds);
    }

    private static int honestRounds(int number, int rounds) {
        Samples.Stored stored = Samples.store(1 + new Random(number).nextInt(9_000), number);
        ShardTarget shard = stored.target();
        Verifier verifier = new Verifier(Samples.KEYS, ANY);
        SeedChain chain = SeedChain.start(stored.meta().header().initial());
        ProverChain own = ProverChain.start(stored.meta().header());
        EpochKey epoch = Samples.KEYS.epoch(number);
        int accepted = 0;
        try {
            for (int n = 1; n <= rounds; n++) {
                Challenge challenge =
                        Challenge.issue(shard, chain, null, epoch, Rig.beacon(3L * n), VALIDATOR);
                own = own.accept(challenge, stored.meta().header(), ANY);
                PreparedAnswer prepared =
                        new Prover(MINER).answer(challenge, stored.meta(), stored.data());
                Answer answer = prepared.answer();
                boolean passed =
                        verifier.checkAnswer(shard, challenge, answer, Rig.AT_ONCE).passed()
                                && verifier.checkOpening(
                                                shard,
                                                challenge,
                                                answer,
                                                prepared.opening(),
                                                Rig.AT_ONCE)
                                        .passed();
                accepted += passed ? 1 : 0;
                chain = chain.link(new Link(challenge.seed(), answer.commitment(), passed));
                own = new ProverChain(chain, own.height());
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return accepted;
    }

    @Test
    void sweepsWhenAFractionIsLostDetectAsOftenAsExpected() throws Exception {
        int trials = 600;
        for (double[] setting : new double[][] {{0.01, 100}, {0.05, 20}, {0.002, 300}}) {
            double fraction = setting[0];
            int count = (int) setting[1];
            int detected = detections(fraction, count, trials);
            double expected = 1 - Math.pow(1 - fraction, count);
            double deviation = Math.sqrt(expected * (1 - expected) / trials);
            System.out.printf(
                    "sweep f=%.3f c=%d: detected %.4f, expected %.4f, deviation %.4f%n",
                    fraction, count, detected / (double) trials, expected, deviation);
            assertThat(Math.abs(detected / (double) trials - expected)).isLessThan(4 * deviation);
        }
    }

    /** An inventory of 2,000 blocks of which a fraction is zeroed, swept with a new beacon each time. */
    private static int detections(double fraction, int count, int trials) throws Exception {
        Map<ShardId, Samples.Stored> held = new HashMap<>();
        Map<ShardId, Hash> roots = new HashMap<>();
        List<ShardTarget> inventory = new ArrayList<>();
        int blocks = 2_000;
        int perShard = 250;
        for (int s = 0; s < blocks / perShard; s++) {
            Samples.Stored stored = Samples.store(4096 * perShard, 900 + s);
            held.put(stored.target().rid(), stored);
            roots.put(stored.target().rid(), stored.target().root());
            inventory.add(stored.target());
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, blocks).boxed().toList());
        java.util.Collections.shuffle(order, new Random(17));
        for (int lost : order.subList(0, (int) Math.round(fraction * blocks))) {
            byte[] sealed = held.get(inventory.get(lost / perShard).rid()).sealed();
            int at = 4096 * (lost % perShard);
            Arrays.fill(sealed, at, at + 4096, (byte) 0);
        }
        HeldShards shards = new HeldShards(held);
        SweepVerifier verifier = new SweepVerifier(Samples.KEYS, 0, ANY);
        EpochKey epoch = Samples.KEYS.epoch(5);
        SweepDraw draw = new SweepDraw(inventory);
        AtomicInteger detected = new AtomicInteger();
        IntStream.rangeClosed(1, trials)
                .parallel()
                .forEach(trial -> {
                    Beacon beacon = Rig.beacon(3L * trial);
                    Ss58Address miner = Samples.MINER.address();
                    Sweep sweep =
                            Sweep.issue(
                                    miner,
                                    epoch,
                                    beacon,
                                    draw.draw(miner, epoch, beacon, count),
                                    VALIDATOR);
                    if (!passes(sweep, shards, verifier, roots)) {
                        detected.incrementAndGet();
                    }
                });
        return detected.get();
    }

    private static boolean passes(
            Sweep sweep, HeldShards shards, SweepVerifier verifier, Map<ShardId, Hash> roots) {
        try {
            SweepProver.Prepared prepared = new SweepProver(MINER).answer(sweep, shards);
            return verifier.checkOpening(
                            sweep, roots, prepared.answer(), prepared.opening(), Rig.AT_ONCE)
                    .passed();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
