package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.crypto.Hash;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTests {

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 5_000, 65_537, 1_048_577, 2_600_000})
    void conclusionWhenMinerIsHonestPassesAndItsTranscriptTooInEveryRound(int length)
            throws Exception {
        Samples.Stored stored = Samples.store(length, length);
        Rig rig = new Rig(stored.meta().header());
        Rig.HonestMiner miner = new Rig.HonestMiner(stored);
        ProverChain own = ProverChain.start(rig.header);
        for (int n = 1; n <= 3; n++) {
            Audit.Outcome outcome = rig.round(miner);
            own = own.accept(outcome.transcript().challenge(), rig.header);
            assertThat(outcome.verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(miner.prepared.opening().encode().length).isLessThan(Opening.MAX_BYTES);
            own = own.settle(outcome.signed(), rig.header);
            assertThat(own.chain()).isEqualTo(outcome.chain());
            assertThat(own.chain().counter()).isEqualTo(n);
            assertThat(ProverChain.decode(ByteBuffer.wrap(own.encode()))).isEqualTo(own);
            Transcript transcript =
                    Transcript.decode(ByteBuffer.wrap(outcome.transcript().encode()));
            assertThat(transcript.encode()).isEqualTo(outcome.transcript().encode());
            assertThat(transcript.verify(rig.header)).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void answerWhenRecomputedNaivelyIsTheSame() {
        Samples.Stored stored = Samples.store(150_000, 12);
        Rig rig = new Rig(stored.meta().header());
        Challenge challenge = rig.next();
        Response response = new Rig.HonestMiner(stored).prepare(challenge).opening().response();
        int blocks = stored.meta().header().geometry().blocks();
        int[] nu = new Coefficients(challenge.seed()).next(blocks);
        BigInteger p = BigInteger.valueOf(Field.P);
        BigInteger[] mu = new BigInteger[1024];
        java.util.Arrays.fill(mu, BigInteger.ZERO);
        ByteBuffer words = ByteBuffer.wrap(stored.sealed()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < blocks; i++) {
            for (int j = 0; j < 1024; j++) {
                BigInteger word = BigInteger.valueOf(words.getInt() & 0xffffffffL);
                mu[j] = mu[j].add(word.multiply(BigInteger.valueOf(nu[i])));
            }
        }
        long[] expected =
                java.util.Arrays.stream(mu).mapToLong(sum -> sum.mod(p).longValue()).toArray();
        assertThat(response.muElements()).isEqualTo(expected);
    }

    @Test
    void acceptWhenVerdictWasLostFollowsTheRepeatedOne() throws Exception {
        Samples.Stored stored = Samples.store(9_000, 2);
        Rig rig = new Rig(stored.meta().header());
        Rig.HonestMiner miner = new Rig.HonestMiner(stored);
        ProverChain own = ProverChain.start(rig.header);
        Audit.Outcome first = rig.round(miner);
        own = own.accept(first.transcript().challenge(), rig.header);

        Audit.Outcome second = rig.round(miner);
        own = own.accept(second.transcript().challenge(), rig.header);
        assertThat(own.settle(second.signed(), rig.header).chain()).isEqualTo(rig.chain);

        Audit unanswered = new Audit(rig.verifier, rig.shard, rig.next());
        rig.conclude(unanswered);
        Audit.Outcome fourth = rig.round(miner);
        own = own.accept(fourth.transcript().challenge(), rig.header);
        assertThat(own.settle(fourth.signed(), rig.header).chain()).isEqualTo(rig.chain);
        assertThat(fourth.verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void acceptWhenValidatorLostAVerdictFollowsTheRebasedChain() throws Exception {
        Samples.Stored stored = Samples.store(9_000, 2);
        Rig rig = new Rig(stored.meta().header());
        Rig.HonestMiner miner = new Rig.HonestMiner(stored);
        SeedChain before = rig.chain;
        Audit.Outcome lost = rig.round(miner);
        ProverChain own =
                ProverChain.start(rig.header)
                        .accept(lost.transcript().challenge(), rig.header)
                        .settle(lost.signed(), rig.header);

        rig.chain = before;
        rig.previous = null;
        assertThatThrownBy(() -> own.accept(rig.next(), rig.header))
                .isInstanceOfSatisfying(
                        ChallengeRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ChallengeRefusal.OLD_NUMBER));
        rig.chain = before.rebase(own.chain().counter());
        Audit.Outcome next = rig.round(miner);
        ProverChain followed = own.accept(next.transcript().challenge(), rig.header);
        assertThat(followed.settle(next.signed(), rig.header).chain()).isEqualTo(rig.chain);
        assertThat(next.verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void acceptWhenChallengeIsNotInOrderNamesWhy() throws Exception {
        Samples.Stored stored = Samples.store(9_000, 2);
        Rig rig = new Rig(stored.meta().header());
        Challenge good = rig.next();
        ProverChain start = ProverChain.start(rig.header);
        ProverChain own = start.accept(good, rig.header);

        assertThat(refusal(own, good, rig.header)).isEqualTo(ChallengeRefusal.OLD_BEACON);
        assertThat(refusal(start, good, Samples.store(9_000, 3).meta().header()))
                .isEqualTo(ChallengeRefusal.WRONG_SHARD);
        Challenge foreign =
                Challenge.issue(
                        rig.shard,
                        rig.chain,
                        null,
                        Samples.KEYS.epoch(7),
                        Rig.beacon(600),
                        Samples.OTHER_MINER);
        assertThat(refusal(own, foreign, rig.header)).isEqualTo(ChallengeRefusal.BAD_SIGNATURE);
        rig.chain = SeedChain.start(Hash.sha256(new byte[] {1}));
        assertThat(refusal(own, rig.next(), rig.header)).isEqualTo(ChallengeRefusal.WRONG_HEAD);
        rig.chain = new SeedChain(1, Hash.sha256(new byte[] {1}));
        assertThat(refusal(own, rig.next(), rig.header)).isEqualTo(ChallengeRefusal.WRONG_HEAD);
        rig.previous =
                new Challenge.Previous(
                        Hash.sha256(new byte[] {9}), new Link(good.seed(), null, false));
        assertThat(refusal(own, rig.next(), rig.header)).isEqualTo(ChallengeRefusal.WRONG_HEAD);
        byte[] flipped = good.encode();
        flipped[flipped.length - 70] ^= 1;
        Challenge changed = Challenge.decode(ByteBuffer.wrap(flipped));
        assertThat(refusal(start, changed, rig.header)).isEqualTo(ChallengeRefusal.BAD_SIGNATURE);
    }

    @Test
    void sweepWhenMinerIsHonestPassesAndWhenABlockIsDamagedIsLinear() throws Exception {
        Map<ShardId, Samples.Stored> held = new HashMap<>();
        for (int s = 0; s < 5; s++) {
            Samples.Stored stored = Samples.store(40_000 + 9_000 * s, 100 + s);
            held.put(stored.meta().header().rid(), stored);
        }
        List<ShardTarget> inventory = held.values().stream().map(Samples.Stored::target).toList();
        Map<ShardId, Hash> roots = new HashMap<>();
        inventory.forEach(target -> roots.put(target.rid(), target.root()));
        EpochKey epoch = Samples.KEYS.epoch(7);
        List<Sweep.Range> drawn =
                new SweepDraw(inventory).draw(Samples.MINER.address(), epoch, Rig.beacon(300), 200);
        assertThat(drawn).hasSize(200);
        SweepVerifier verifier = new SweepVerifier(Samples.KEYS, 0);
        for (List<Sweep.Range> ranges : List.of(drawn, SweepDraw.whole(inventory))) {
            Sweep sweep =
                    Sweep.issue(
                            Samples.MINER.address(),
                            epoch,
                            Rig.beacon(300),
                            ranges,
                            Samples.VALIDATOR);
            Sweep decoded = Sweep.decode(ByteBuffer.wrap(sweep.encode()));
            assertThat(decoded).isEqualTo(sweep);
            assertThat(decoded.isSignedBy(Samples.VALIDATOR.address())).isTrue();
            SweepProver.Prepared prepared =
                    new SweepProver(Samples.MINER).answer(decoded, new HeldShards(held));
            assertThat(verify(verifier, sweep, roots, prepared)).isEqualTo(Verdict.ACCEPTED);
            assertThat(prepared.opening().encode().length).isLessThan(4_400);
            Sweep.Range hit = ranges.getLast();
            byte[] sealed = held.get(hit.rid()).sealed();
            sealed[4096 * hit.block() + 17] ^= 4;
            prepared = new SweepProver(Samples.MINER).answer(decoded, new HeldShards(held));
            assertThat(verify(verifier, sweep, roots, prepared))
                    .isEqualTo(Reason.LINEAR.rejected());
            sealed[4096 * hit.block() + 17] ^= 4;
        }
    }

    static Verdict verify(
            SweepVerifier verifier,
            Sweep sweep,
            Map<ShardId, Hash> roots,
            SweepProver.Prepared prepared) {
        SweepAudit audit = new SweepAudit(verifier, sweep, roots);
        Verdict first = audit.answer(ByteBuffer.wrap(prepared.answer().encode()), Rig.AT_ONCE);
        return first.passed()
                ? audit.opening(ByteBuffer.wrap(prepared.opening().encode()), Rig.AT_ONCE)
                : first;
    }

    private static ChallengeRefusal refusal(
            ProverChain chain, Challenge challenge, ShardHeader header) {
        try {
            chain.accept(challenge, header);
            return null;
        } catch (ChallengeRefusedException refused) {
            return refused.reason();
        }
    }
}
