package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BundleTests {

    private static final FileId FILE = new FileId(1, 2);

    /** A file of one segment with shards that passed so many challenges; the last one failed its only challenge. */
    static ProofBundle bundle(int shards, int rounds) {
        List<ShardProof> proofs = new ArrayList<>();
        for (int number = 0; number < shards; number++) {
            StoreOffer offer =
                    new StoreOffer(
                            new ShardId(7, number),
                            0,
                            FILE,
                            0,
                            number,
                            2,
                            6,
                            5_000,
                            Samples.VALIDATOR.address(),
                            Samples.MINER.address());
            byte[] plain = Samples.bytes(5_000, 70 + number);
            Samples.Stored stored = Samples.store(plain, offer);
            Rig rig = new Rig(stored.meta().header());
            Transcript transcript = null;
            for (int round = 0; round < rounds; round++) {
                transcript = rig.round(new Rig.HonestMiner(stored)).transcript();
            }
            StoreEvidence evidence =
                    StoreEvidence.of(
                            offer,
                            Samples.trailer(offer, plain),
                            Receipt.sign(stored.meta().header(), Samples.MINER));
            proofs.add(new ShardProof(evidence, transcript));
        }
        FileStatement statement =
                FileStatement.sign(
                        Samples.VALIDATOR,
                        FILE,
                        Hash.sha256(new byte[] {1}),
                        9_900,
                        Hash.sha256(new byte[] {2}),
                        Rig.beacon(900),
                        List.of(new FileStatement.Segment(9_900, 2, 6)));
        return new ProofBundle(statement, List.of(Samples.KEYS.epoch(7)), proofs);
    }

    private static ProofBundleVerifier.Report verify(byte[] bytes)
            throws MalformedMessageException {
        return ProofBundleVerifier.verify(ProofBundle.decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void verifyWhenBundleIsGenuineCountsProvenShards() throws Exception {
        byte[] bytes = bundle(3, 2).encode();
        ProofBundleVerifier.Report report = verify(bytes);

        assertThat(report.problems()).isEmpty();
        assertThat(report.proven()).containsExactly(3);
        assertThat(report.complete()).isTrue();
        assertThat(ProofBundle.decode(ByteBuffer.wrap(bytes)).encode()).isEqualTo(bytes);
    }

    @Test
    void verifyWhenNewestChallengeFailedIsGenuineButNotProven() throws Exception {
        ProofBundle honest = bundle(2, 1);
        ShardProof last = honest.shards().get(1);
        Samples.Stored stored =
                Samples.store(Samples.bytes(5_000, 71), last.store().header().offer());
        Rig rig = new Rig(stored.meta().header());
        rig.round(new Rig.HonestMiner(stored));
        byte[] flipped = CheatingMiners.flipped(stored, 5);
        Transcript failed = rig.round(CheatingMiners.holding(stored, flipped)).transcript();
        Transcript silent =
                rig.conclude(new Audit(rig.verifier, rig.shard, rig.next())).transcript();
        for (Transcript transcript : List.of(failed, silent)) {
            ProofBundle bundle =
                    new ProofBundle(
                            honest.statement(),
                            honest.revealed(),
                            List.of(
                                    honest.shards().getFirst(),
                                    new ShardProof(last.store(), transcript)));
            ProofBundleVerifier.Report report = verify(bundle.encode());
            assertThat(report.problems()).isEmpty();
            assertThat(report.proven()).containsExactly(1);
            assertThat(report.complete()).isFalse();
        }
    }

    @Test
    void verifyWhenAnyByteIsChangedRefusesTheBundle() {
        byte[] bytes = bundle(1, 2).encode();
        Random random = new Random(61);
        for (int at = 0; at < bytes.length; at += 1 + random.nextInt(15)) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(accepts(changed)).as("byte %d", at).isFalse();
        }
        assertThat(accepts(bytes)).isTrue();
    }

    private static boolean accepts(byte[] bytes) {
        try {
            return verify(bytes).genuine();
        } catch (MalformedMessageException malformed) {
            return false;
        }
    }
}
