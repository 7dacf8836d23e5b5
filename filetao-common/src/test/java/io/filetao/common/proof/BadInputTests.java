package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Messages mutated, cut, extended, filled with zeros and ones, given huge lengths and other messages' fields: decoders
 * refuse with one exception, verifiers answer with a verdict, and nothing that was changed is ever accepted.
 */
class BadInputTests {

    private static final int DECODED = 1_000_000;
    private static final int VERIFIED = 2_000;

    private final Samples.Stored stored = Samples.store(9_000, 51);
    private final Samples.Stored foreign = Samples.store(9_000, 52);
    private final Rig rig = new Rig(this.stored.meta().header());
    private final Challenge challenge = this.rig.next();
    private final PreparedAnswer honest = new Rig.HonestMiner(this.stored).prepare(this.challenge);

    private interface Decoder {
        Object decode(ByteBuffer in) throws MalformedMessageException;
    }

    private record Kind(String name, byte[] sample, Decoder decoder) {}

    private List<Kind> kinds() throws Exception {
        StoreOffer offer = this.stored.meta().header().offer();
        ShardGeometry geometry = offer.geometry();
        EpochKey epoch = Samples.KEYS.epoch(7);
        Sweep sweep =
                Sweep.issue(
                        Samples.MINER.address(),
                        epoch,
                        Rig.beacon(300),
                        new SweepDraw(List.of(this.stored.target()))
                                .draw(Samples.MINER.address(), epoch, Rig.beacon(300), 9),
                        Samples.VALIDATOR);
        SweepProver.Prepared swept =
                new SweepProver(Samples.MINER)
                        .answer(
                                sweep,
                                new HeldShards(Map.of(this.stored.target().rid(), this.stored)));
        Audit.Outcome outcome = this.rig.round(new Rig.HonestMiner(this.stored));
        StoreTrailer trailer = Samples.trailer(offer, this.stored.plain());
        return List.of(
                new Kind("offer", offer.encode(), StoreOffer::decode),
                new Kind("header", this.stored.meta().header().encode(), ShardHeader::decode),
                new Kind("trailer", trailer.encode(), in -> StoreTrailer.decode(in, geometry)),
                new Kind("record", this.stored.meta().encode(), ShardMeta::decode),
                new Kind(
                        "receipt",
                        Receipt.sign(this.stored.meta().header(), Samples.MINER).encode(),
                        Receipt::decode),
                new Kind("challenge", this.rig.next().encode(), Challenge::decode),
                new Kind("answer", this.honest.answer().encode(), Answer::decode),
                new Kind(
                        "opening request",
                        new OpeningRequest(offer.rid(), 1).encode(),
                        OpeningRequest::decode),
                new Kind("opening", this.honest.opening().encode(), Opening::decode),
                new Kind("verdict", outcome.signed().encode(), SignedVerdict::decode),
                new Kind("transcript", outcome.transcript().encode(), Transcript::decode),
                new Kind("sweep", sweep.encode(), Sweep::decode),
                new Kind("sweep answer", swept.answer().encode(), SweepAnswer::decode),
                new Kind(
                        "sweep opening request",
                        new SweepOpeningRequest(sweep.seed()).encode(),
                        SweepOpeningRequest::decode),
                new Kind("sweep opening", swept.opening().encode(), SweepOpening::decode),
                new Kind("bundle", BundleTests.bundle(1, 1).encode(), ProofBundle::decode));
    }

    /** One of the changes of the class comment; equal to the input only by accident. */
    private static byte[] mutate(byte[] input, byte[] other, Random random) {
        byte[] out = input.clone();
        int at = random.nextInt(out.length);
        int length = 1 + random.nextInt(Math.min(64, out.length - at));
        switch (random.nextInt(9)) {
            case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> out[at] = (byte) random.nextInt();
            case 2 -> out = Arrays.copyOf(out, at);
            case 3 -> out = Arrays.copyOf(out, out.length + length);
            case 4 -> Arrays.fill(out, at, at + length, (byte) 0);
            case 5 -> Arrays.fill(out, at, at + length, (byte) 0xff);
            case 6 -> {
                if (at + 4 <= out.length) {
                    ByteBuffer.wrap(out).putInt(at, Integer.MAX_VALUE - random.nextInt(9));
                }
            }
            case 7 ->
                    System.arraycopy(
                            other,
                            0,
                            out,
                            at,
                            Math.min(out.length - at, Math.min(other.length, 200)));
            default -> {
                for (int i = at; i < at + length; i++) {
                    out[i] = (byte) random.nextInt();
                }
            }
        }
        return out;
    }

    @Test
    void decodeWhenInputIsMutatedThrowsNothingButMalformed() throws Exception {
        List<Kind> kinds = kinds();
        for (Kind kind : kinds) {
            kind.decoder().decode(ByteBuffer.wrap(kind.sample()));
        }
        Random random = new Random(52);
        int refused = 0;
        for (int i = 0; i < DECODED; i++) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            byte[] other = kinds.get(random.nextInt(kinds.size())).sample();
            byte[] input = mutate(kind.sample(), other, random);
            try {
                kind.decoder().decode(ByteBuffer.wrap(input));
            } catch (MalformedMessageException malformed) {
                refused++;
            } catch (RuntimeException | Error wrong) {
                throw new AssertionError(kind.name() + ", input " + i, wrong);
            }
        }
        assertThat(refused).isGreaterThan(DECODED / 10);
    }

    @Test
    void verdictWhenAnswerOrOpeningIsMutatedIsARejectionWithAReason() {
        byte[] answer = this.honest.answer().encode();
        byte[] opening = this.honest.opening().encode();
        byte[] otherOpening =
                new Rig.HonestMiner(this.foreign).prepare(this.challenge).opening().encode();
        Random random = new Random(53);
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        for (int i = 0; i < VERIFIED; i++) {
            byte[] badAnswer = mutate(answer, otherOpening, random);
            byte[] badOpening = mutate(opening, otherOpening, random);
            if (!Arrays.equals(badAnswer, answer)) {
                count(reasons, audit(badAnswer, opening));
            }
            if (!Arrays.equals(badOpening, opening)) {
                count(reasons, audit(answer, badOpening));
            }
        }
        assertThat(audit(answer, opening)).isEqualTo(Verdict.ACCEPTED);
        assertThat(reasons.keySet())
                .contains(Reason.MALFORMED, Reason.BAD_SIGNATURE, Reason.COMMITMENT, Reason.ROOT);
    }

    @Test
    void verdictWhenAnyByteOfTheOpeningIsChangedIsARejection() {
        byte[] answer = this.honest.answer().encode();
        byte[] opening = this.honest.opening().encode();
        Random random = new Random(54);
        for (int at = 0; at < opening.length; at += at < 4_300 ? 37 : 1 + random.nextInt(3)) {
            byte[] changed = opening.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(audit(answer, changed).passed()).as("byte %d", at).isFalse();
        }
    }

    @Test
    void openingWhenSpotsAreMutatedOneByOneIsRejectedByMerkle() {
        for (Spot spot : this.honest.opening().spots()) {
            List<Spot> bad = new ArrayList<>();
            Hash zero = Hash.of(new byte[32]);
            byte[] bytes = spot.segment().clone();
            bytes[1023] ^= 1;
            bad.add(
                    new Spot(
                            bytes, spot.inner(), spot.commitment(), spot.blinding(), spot.outer()));
            List<Hash> longer = new ArrayList<>(spot.inner());
            longer.add(zero);
            bad.add(
                    new Spot(
                            spot.segment(),
                            longer,
                            spot.commitment(),
                            spot.blinding(),
                            spot.outer()));
            bad.add(
                    new Spot(
                            spot.segment(),
                            List.of(),
                            spot.commitment(),
                            spot.blinding(),
                            spot.outer()));
            bad.add(
                    new Spot(
                            spot.segment(),
                            spot.inner(),
                            spot.commitment(),
                            spot.blinding(),
                            List.of(zero)));
            for (Spot changed : bad) {
                List<Spot> spots = List.of(changed, changed);
                Opening opening =
                        new Opening(
                                this.honest.opening().rid(),
                                1,
                                this.honest.opening().response(),
                                spots);
                Verdict verdict = audit(this.honest.answer().encode(), opening.encode());
                assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Verdict.Rejected.class,
                                r -> assertThat(r.reason().check()).isEqualTo("merkle"));
            }
        }
    }

    private Verdict audit(byte[] answer, byte[] opening) {
        Audit audit = new Audit(this.rig.verifier, this.rig.shard, this.challenge);
        Verdict first = audit.answer(ByteBuffer.wrap(answer), Rig.AT_ONCE);
        return first.passed() ? audit.opening(ByteBuffer.wrap(opening), Rig.AT_ONCE) : first;
    }

    private static void count(Map<Reason, Integer> reasons, Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        reasons.merge(((Verdict.Rejected) verdict).reason(), 1, Integer::sum);
    }
}
