package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of every message, one at a time: zeros, ones, its first and its last bit turned, what another message of the kind has
 * there; the message cut and continued at each border of fields. Whoever reads the message refuses it, and never throws.
 */
class EveryFieldTests {

    private static final int RID = ShardId.BYTES;
    private static final int SIGNATURE = Signature.BYTES;
    private static final int POINT = Commitment.BYTES;

    private static final Samples.Stored STORED = Samples.store(1_100_000, 61);
    private static final Samples.Stored FOREIGN = Samples.store(1_100_000, 62);

    /** Takes a message and says whether it is what it ought to be. */
    private interface Reader {

        boolean accepts(ByteBuffer message) throws IOException, ShardRefusedException;
    }

    /**
     * A message.
     *
     * @param genuine one that is accepted
     * @param other another of the same kind and length
     * @param fields their lengths in order
     */
    private record Kind(
            String name, byte[] genuine, byte[] other, List<Integer> fields, Reader reader) {

        boolean accepts(byte[] message) {
            try {
                return this.reader.accepts(ByteBuffer.wrap(message));
            } catch (MalformedMessageException | ShardRefusedException refused) {
                return false;
            } catch (IOException | RuntimeException wrong) {
                throw new AssertionError(this.name, wrong);
            }
        }

        @Override
        public String toString() {
            return this.name;
        }
    }

    static Stream<Kind> kinds() throws Exception {
        return Stream.of(stored(), challenged(), swept()).flatMap(List::stream);
    }

    private static List<Kind> stored() {
        StoreOffer offer = STORED.meta().header().offer();
        StoreTrailer trailer = Samples.trailer(offer, STORED.plain());
        StoreOffer foreign = FOREIGN.meta().header().offer();
        ShardHeader header = STORED.meta().header();
        List<Integer> offerFields = List.of(2, RID, 4, RID, 4, 2, 2, 2, 8, 32, 32);
        List<Integer> headerFields = joined(Stream.of(offerFields, List.of(32, 32)));
        int tags = trailer.encode().length - (2 + 4 * 32 + SIGNATURE);
        return List.of(
                new Kind(
                        "offer",
                        offer.encode(),
                        foreign.encode(),
                        offerFields,
                        in -> isKept(StoreOffer.decode(in), trailer)),
                new Kind(
                        "trailer",
                        trailer.encode(),
                        Samples.trailer(foreign, FOREIGN.plain()).encode(),
                        List.of(2, 32, 32, 32, 32, SIGNATURE, tags),
                        in -> isKept(offer, StoreTrailer.decode(in, offer.geometry()))),
                new Kind(
                        "header",
                        header.encode(),
                        FOREIGN.meta().header().encode(),
                        headerFields,
                        in -> ShardHeader.decode(in).isSignedBy(trailer.signature())),
                new Kind(
                        "receipt",
                        Receipt.sign(header, Samples.MINER).encode(),
                        Receipt.sign(FOREIGN.meta().header(), Samples.MINER).encode(),
                        List.of(2, RID, 32, SIGNATURE),
                        in -> Receipt.decode(in).isFor(header)));
    }

    private static boolean isKept(StoreOffer offer, StoreTrailer trailer)
            throws ShardRefusedException {
        ShardReceiver receiver = new ShardReceiver(offer, Samples.MINER.address());
        receiver.update(STORED.sealed(), 0, STORED.sealed().length);
        receiver.finish(trailer);
        return true;
    }

    private static List<Kind> challenged() throws Exception {
        Rig rig = new Rig(STORED.meta().header());
        Rig other = new Rig(FOREIGN.meta().header());
        Rig.HonestMiner miner = new Rig.HonestMiner(STORED);
        Rig.HonestMiner otherMiner = new Rig.HonestMiner(FOREIGN);
        Audit.Outcome first = rig.round(miner);
        Audit.Outcome otherFirst = other.round(otherMiner);
        ProverChain start = ProverChain.start(rig.header);
        ProverChain asked = start.accept(first.transcript().challenge(), rig.header);

        Challenge challenge = rig.next();
        Challenge otherChallenge = other.next();
        PreparedAnswer prepared = miner.prepare(challenge);
        PreparedAnswer otherPrepared = otherMiner.prepare(otherChallenge);
        List<Integer> link = List.of(32, 1, POINT, 1);
        List<Integer> head = List.of(2, RID, 4);
        List<Integer> spots = new ArrayList<>();
        prepared.opening().spots().forEach(spot -> spots.addAll(fields(spot)));
        return List.of(
                new Kind(
                        "challenge",
                        challenge.encode(),
                        otherChallenge.encode(),
                        joined(
                                Stream.of(
                                        head,
                                        List.of(4, 32, 8, 32, 32, 32, 4, 4, 1, 32),
                                        link,
                                        List.of(SIGNATURE))),
                        in -> isFollowed(asked, Challenge.decode(in))),
                new Kind(
                        "answer",
                        prepared.answer().encode(),
                        otherPrepared.answer().encode(),
                        joined(Stream.of(head, List.of(POINT, SIGNATURE))),
                        in ->
                                new Audit(rig.verifier, rig.shard, challenge)
                                        .answer(in, Rig.AT_ONCE)
                                        .passed()),
                new Kind(
                        "opening",
                        prepared.opening().encode(),
                        otherPrepared.opening().encode(),
                        joined(
                                Stream.of(
                                        head,
                                        List.of(
                                                Response.MU_BYTES,
                                                Response.SIGMA_BYTES,
                                                Scalar.BYTES),
                                        spots)),
                        in -> {
                            Audit audit = new Audit(rig.verifier, rig.shard, challenge);
                            audit.answer(ByteBuffer.wrap(prepared.answer().encode()), Rig.AT_ONCE);
                            return audit.opening(in, Rig.AT_ONCE).passed();
                        }),
                new Kind(
                        "verdict",
                        first.signed().encode(),
                        otherFirst.signed().encode(),
                        joined(Stream.of(head, link, List.of(1, 32, SIGNATURE))),
                        in -> !asked.settle(SignedVerdict.decode(in), rig.header).equals(asked)),
                new Kind(
                        "transcript",
                        first.transcript().encode(),
                        otherFirst.transcript().encode(),
                        List.of(first.transcript().encode().length),
                        in -> Transcript.decode(in).verify(rig.header).passed()));
    }

    private static boolean isFollowed(ProverChain chain, Challenge challenge) {
        try {
            chain.accept(challenge, STORED.meta().header());
            return true;
        } catch (ChallengeRefusedException refused) {
            return false;
        }
    }

    private static List<Integer> fields(Spot spot) {
        List<Integer> fields = new ArrayList<>(List.of(ShardGeometry.SEGMENT_BYTES, 1));
        spot.inner().forEach(_ -> fields.add(Hash.BYTES));
        fields.addAll(List.of(POINT, Scalar.BYTES, 1));
        spot.outer().forEach(_ -> fields.add(Hash.BYTES));
        return fields;
    }

    private static List<Kind> swept() throws Exception {
        Map<ShardId, Samples.Stored> held = Map.of(STORED.target().rid(), STORED);
        Map<ShardId, Hash> roots = Map.of(STORED.target().rid(), STORED.target().root());
        Sweep sweep = sweep(300);
        Sweep otherSweep = sweep(303);
        SweepProver prover = new SweepProver(Samples.MINER);
        SweepProver.Prepared prepared = prover.answer(sweep, new HeldShards(held));
        SweepProver.Prepared other = prover.answer(otherSweep, new HeldShards(held));
        SweepVerifier verifier = new SweepVerifier(Samples.KEYS, 0);
        List<Integer> ranges = new ArrayList<>();
        sweep.ranges().forEach(_ -> ranges.addAll(List.of(RID, 4, 4)));
        return List.of(
                new Kind(
                        "sweep",
                        sweep.encode(),
                        otherSweep.encode(),
                        joined(
                                Stream.of(
                                        List.of(2, 32, 4, 32, 8, 32, 32, 4, 4, 4),
                                        ranges,
                                        List.of(SIGNATURE))),
                        in -> Sweep.decode(in).isSignedBy(Samples.VALIDATOR.address())),
                new Kind(
                        "sweep answer",
                        prepared.answer().encode(),
                        other.answer().encode(),
                        List.of(2, 32, POINT, SIGNATURE),
                        in ->
                                new SweepAudit(verifier, sweep, roots)
                                        .answer(in, Rig.AT_ONCE)
                                        .passed()),
                new Kind(
                        "sweep opening",
                        prepared.opening().encode(),
                        other.opening().encode(),
                        List.of(2, 32, Response.MU_BYTES, Response.SIGMA_BYTES, Scalar.BYTES),
                        in -> {
                            SweepAudit audit = new SweepAudit(verifier, sweep, roots);
                            audit.answer(ByteBuffer.wrap(prepared.answer().encode()), Rig.AT_ONCE);
                            return audit.opening(in, Rig.AT_ONCE).passed();
                        }));
    }

    private static Sweep sweep(long height) {
        EpochKey epoch = Samples.KEYS.epoch(7);
        Beacon beacon = Rig.beacon(height);
        return Sweep.issue(
                Samples.MINER.address(),
                epoch,
                beacon,
                new SweepDraw(List.of(STORED.target()))
                        .draw(Samples.MINER.address(), epoch, beacon, 9),
                Samples.VALIDATOR);
    }

    private static List<Integer> joined(Stream<List<Integer>> parts) {
        return parts.flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readWhenAFieldIsNotWhatItWasRefusesTheMessage(Kind kind) {
        byte[] genuine = kind.genuine();
        assertThat(kind.accepts(genuine)).isTrue();
        assertThat(kind.fields().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(genuine.length);
        int from = 0;
        for (int length : kind.fields()) {
            int to = from + length;
            for (byte[] changed : changes(kind, from, to)) {
                assertThat(!Arrays.equals(changed, genuine) && kind.accepts(changed))
                        .as("%s, field at %d of %d bytes", kind.name(), from, length)
                        .isFalse();
            }
            from = to;
        }
    }

    private static List<byte[]> changes(Kind kind, int from, int to) {
        byte[] genuine = kind.genuine();
        List<byte[]> changes = new ArrayList<>();
        for (int value : new int[] {0, 0xff}) {
            byte[] filled = genuine.clone();
            Arrays.fill(filled, from, to, (byte) value);
            changes.add(filled);
        }
        byte[] first = genuine.clone();
        first[from] ^= (byte) 0x80;
        changes.add(first);
        byte[] last = genuine.clone();
        last[to - 1] ^= 1;
        changes.add(last);
        if (kind.other().length >= to) {
            byte[] foreign = genuine.clone();
            System.arraycopy(kind.other(), from, foreign, from, to - from);
            changes.add(foreign);
        }
        changes.add(Arrays.copyOf(genuine, from));
        byte[] without = Arrays.copyOf(genuine, genuine.length - (to - from));
        System.arraycopy(genuine, to, without, from, genuine.length - to);
        changes.add(without);
        byte[] twice = Arrays.copyOf(genuine, genuine.length + to - from);
        System.arraycopy(genuine, from, twice, to, genuine.length - from);
        changes.add(twice);
        return changes;
    }
}
