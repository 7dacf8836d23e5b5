package io.filetao.common.proof;

import static io.filetao.common.proof.CheatingMiners.holding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.Rig.RigMiner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every cheat against the real verifier, and the same cheat against the predecessor's scheme. Writes the table
 * {@code target/zoo.md}.
 */
class ZooTests {

    private static final int LENGTH = 300_000;
    private static final String SEED0 = "0".repeat(64);
    private static final String SEED1 = "1".repeat(64);
    private static final String SEED2 = "2".repeat(64);
    private static final int MAX_ROUNDS = 3;

    private static final List<String> TABLE = new ArrayList<>();

    private final Samples.Stored stored = Samples.store(LENGTH, 21);
    private final Samples.Stored other = Samples.store(LENGTH, 22);
    private final Random random = new Random(23);

    @AfterAll
    static void writeTheTable() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| cheat | expected check | caught by | rounds | bound | predecessor |");
        lines.add("|---|---|---|---|---|---|");
        lines.addAll(TABLE);
        Path target = Files.createDirectories(Path.of("target"));
        Files.write(target.resolve("zoo.md"), lines);
        lines.forEach(System.out::println);
    }

    private void caught(
            String cheat, RigMiner miner, Reason expected, String bound, String predecessor) {
        caught(cheat, this.stored, miner, expected, bound, predecessor);
    }

    /** Challenges until the cheat is caught, at most three times, and demands the expected check. */
    private void caught(
            String cheat,
            Samples.Stored shard,
            RigMiner miner,
            Reason expected,
            String bound,
            String predecessor) {
        Rig rig = new Rig(shard.meta().header());
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            Audit.Outcome outcome = rig.round(miner);
            if (outcome.verdict() instanceof Verdict.Rejected rejected) {
                row(cheat, expected, rejected.reason(), round, bound, predecessor);
                assertThat(rejected.reason()).as(cheat).isEqualTo(expected);
                assertThat(outcome.transcript().opening()).isNull();
                return;
            }
        }
        throw new AssertionError("Not caught in " + MAX_ROUNDS + " rounds: " + cheat);
    }

    private static void row(
            String cheat,
            Reason expected,
            Reason reason,
            int rounds,
            String bound,
            String predecessor) {
        TABLE.add(
                "| "
                        + String.join(
                                " | ",
                                cheat,
                                expected.check(),
                                reason.check() + ": " + reason.name(),
                                Integer.toString(rounds),
                                bound,
                                predecessor)
                        + " |");
    }

    private static String predecessor(BooleanSupplier accepts) {
        try {
            return accepts.getAsBoolean() ? "let it pass" : "caught it";
        } catch (RuntimeException raised) {
            return "its round raised an error";
        }
    }

    /** What the predecessor says to a miner that keeps nothing and invents a chunk: any cheat may do just that. */
    private String inventing() {
        return predecessor(() ->
                PredecessorScheme.verify(
                        PredecessorScheme.invented(new byte[1], SEED1, this.random), SEED1));
    }

    private String answering(byte[] data) {
        return predecessor(() ->
                PredecessorScheme.verify(
                        PredecessorScheme.answer(data, SEED0, SEED1, 10_000, 3, this.random),
                        SEED1));
    }

    /** Chunk 0 where another was asked for: the index is no input of the predecessor's check. */
    private String answeringAnotherIndex() {
        return predecessor(() ->
                PredecessorScheme.verify(
                        PredecessorScheme.answer(
                                this.stored.plain(), SEED0, SEED1, 10_000, 0, this.random),
                        SEED1));
    }

    /** With generators of its own, h = x*g, a miner opens one commitment to two chunks. */
    private String equivocating() {
        BigInteger x = BigInteger.valueOf(987654321);
        var h = Pedersen.G.multiply(x).normalize();
        BigInteger r = BigInteger.valueOf(5);
        byte[] second = {2};
        var committed = PredecessorScheme.commit(new byte[] {1}, SEED1, r, Pedersen.G, h);
        BigInteger m1 = message(new byte[] {1});
        BigInteger m2 = message(second);
        BigInteger r2 =
                r.add(m1.subtract(m2).multiply(x.modInverse(Pedersen.ORDER))).mod(Pedersen.ORDER);
        String chained =
                PredecessorScheme.decimal(
                        PredecessorScheme.hash(
                                PredecessorScheme.ascii("0"), PredecessorScheme.ascii(SEED1)));
        return predecessor(() ->
                PredecessorScheme.verify(
                        new PredecessorScheme.Answer(
                                chained,
                                "0",
                                committed,
                                second,
                                r2,
                                List.of(),
                                PredecessorScheme.text(committed),
                                Pedersen.G,
                                h),
                        SEED1));
    }

    private static BigInteger message(byte[] chunk) {
        return new BigInteger(1, PredecessorScheme.hash(chunk, PredecessorScheme.ascii(SEED1)));
    }

    @Test
    void nothingKeptIsCaught() {
        caught(
                "empty disk, invented answer",
                new CheatingMiners.EmptyDisk(this.stored),
                Reason.LINEAR,
                "2^-31",
                inventing());
        caught(
                "hashes and trees only",
                new CheatingMiners.HashesOnly(this.stored, false),
                Reason.LINEAR,
                "2^-31",
                inventing());
        caught(
                "hashes, trees and tags only",
                new CheatingMiners.HashesOnly(this.stored, true),
                Reason.LINEAR,
                "2^-31",
                inventing());
    }

    @Test
    void partLostIsCaught() {
        caught(
                "one flipped bit",
                holding(this.stored, CheatingMiners.flipped(this.stored, 1_234_567)),
                Reason.LINEAR,
                "2^-31",
                answering(CheatingMiners.flipped(this.stored, 1_234_567)));
        caught(
                "1 % of the blocks dropped",
                holding(this.stored, CheatingMiners.withoutBlocks(this.stored, 1, 5)),
                Reason.LINEAR,
                "2^-31",
                answering(CheatingMiners.withoutBlocks(this.stored, 1, 5)));
    }

    @Test
    void oneShardInTenDroppedIsCaughtWhenItIsAskedFor() {
        List<Samples.Stored> shards = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            shards.add(Samples.store(20_000, 400 + s));
        }
        int dropped = new Random(6).nextInt(10);
        for (int s = 0; s < 10; s++) {
            Samples.Stored shard = shards.get(s);
            RigMiner miner =
                    s == dropped
                            ? holding(shard, new byte[shard.sealed().length])
                            : new Rig.HonestMiner(shard);
            Verdict verdict = new Rig(shard.meta().header()).round(miner).verdict();
            assertThat(verdict.passed()).isEqualTo(s != dropped);
        }
        row(
                "one shard in ten dropped",
                Reason.LINEAR,
                Reason.LINEAR,
                dropped + 1,
                "(9/10)^rounds",
                inventing());
    }

    @Test
    void lossesOfAnInventoryAreCaughtBySweeps() throws Exception {
        sweepCatches("sweep: 1 % of the blocks dropped, c = 459", 100, 459, "(99/100)^459 = 1 %");
        sweepCatches("sweep: one shard in ten dropped, c = 50", 10, 50, "(9/10)^50 = 0.5 %");
    }

    /** Ten shards of 40 blocks; every {@code one}-th block, or shard when ten, is gone. */
    private void sweepCatches(String cheat, int one, int count, String bound) throws Exception {
        Map<ShardId, Samples.Stored> held = new HashMap<>();
        Map<ShardId, Hash> roots = new HashMap<>();
        List<ShardTarget> inventory = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            Samples.Stored shard = Samples.store(40 * 4096, 500 + s);
            for (int i = 0; i < 40; i++) {
                if (one == 10 ? s == 3 : (40 * s + i) % one == 7) {
                    Arrays.fill(shard.sealed(), 4096 * i, 4096 * (i + 1), (byte) 0);
                }
            }
            inventory.add(shard.target());
            held.put(shard.target().rid(), shard);
            roots.put(shard.target().rid(), shard.target().root());
        }
        SweepVerifier verifier = new SweepVerifier(Samples.KEYS, 0);
        EpochKey epoch = Samples.KEYS.epoch(1);
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            Beacon beacon = Rig.beacon(3L * round);
            Sweep sweep =
                    Sweep.issue(
                            Samples.MINER.address(),
                            epoch,
                            beacon,
                            new SweepDraw(inventory)
                                    .draw(Samples.MINER.address(), epoch, beacon, count),
                            Samples.VALIDATOR);
            SweepProver.Prepared prepared =
                    new SweepProver(Samples.MINER).answer(sweep, new HeldShards(held));
            if (ChallengeTests.verify(verifier, sweep, roots, prepared)
                    instanceof Verdict.Rejected rejected) {
                assertThat(rejected.reason()).isEqualTo(Reason.LINEAR);
                row(cheat, Reason.LINEAR, rejected.reason(), round, bound, inventing());
                return;
            }
        }
        throw new AssertionError("Not caught: " + cheat);
    }

    @Test
    void oldAnswersAreCaught() {
        PredecessorScheme.Answer old =
                PredecessorScheme.answer(this.stored.plain(), SEED0, SEED1, 10_000, 3, this.random);
        String replayed = predecessor(() -> PredecessorScheme.verify(old, SEED2));
        caught(
                "replayer",
                new CheatingMiners.Replayer(this.stored, CheatingMiners.Replayer.Renewed.NOTHING),
                Reason.WRONG_SUBJECT,
                "0",
                replayed);
        caught(
                "replayer that signs anew",
                new CheatingMiners.Replayer(this.stored, CheatingMiners.Replayer.Renewed.SIGNATURE),
                Reason.COMMITMENT,
                "negligible",
                replayed);
        caught(
                "replayer that commits anew",
                new CheatingMiners.Replayer(
                        this.stored, CheatingMiners.Replayer.Renewed.COMMITMENT),
                Reason.LINEAR,
                "2^-31",
                inventing());
        Rig guess = new Rig(this.stored.meta().header());
        guess.height = 900_000;
        caught(
                "answer precomputed for a guessed seed",
                new CheatingMiners.Guesser(this.stored, guess.next()),
                Reason.LINEAR,
                "2^-31",
                inventing());
    }

    @Test
    void otherCopiesAreCaught() {
        String identical = answering(this.stored.plain()) + ": all copies are alike";
        caught(
                "another miner's copy",
                holding(this.stored, CheatingMiners.sealedFor(this.stored, Samples.OTHER_MINER)),
                Reason.LINEAR,
                "2^-31",
                identical);
        caught(
                "unsealed copy",
                holding(
                        this.stored,
                        CheatingMiners.padded(this.stored.plain(), this.stored.sealed().length)),
                Reason.LINEAR,
                "2^-31",
                identical);
        caught(
                "rebuilt from k other shards",
                holding(this.stored, CheatingMiners.rebuilt(this.stored)),
                Reason.LINEAR,
                "2^-31",
                identical);
        Samples.Stored second = Samples.store(Samples.bytes(LENGTH, 31), Samples.offer(LENGTH, 21));
        assertThat(second.target().rid()).isEqualTo(this.stored.target().rid());
        caught(
                "one rid stored twice, only the first kept",
                second,
                holding(second, this.stored.sealed()),
                Reason.LINEAR,
                "2^-31",
                inventing());
    }

    @Test
    void rebuiltFromServedTranscriptsIsCaught() {
        Rig rig = new Rig(this.stored.meta().header());
        Rig.HonestMiner honest = new Rig.HonestMiner(this.stored);
        byte[] collected = new byte[this.stored.sealed().length];
        for (int i = 0; i < 40; i++) {
            Transcript transcript = rig.round(honest).transcript();
            int[] spots = transcript.challenge().spots(rig.shard.geometry());
            for (int s = 0; s < spots.length; s++) {
                byte[] segment = transcript.opening().spots().get(s).segment();
                System.arraycopy(segment, 0, collected, 1024 * spots[s], 1024);
            }
        }
        caught(
                "rebuilt from 40 served transcripts",
                holding(this.stored, collected),
                Reason.LINEAR,
                "2^-31",
                inventing());
    }

    @Test
    void rebuiltFromZerosSentToTheReaderIsCaughtBeforeAByteIsReleased() {
        PieceRange range = new PieceRange(this.stored.target().geometry(), 0, LENGTH);
        Hash seed = Hash.sha256(new byte[] {1});
        ByteArrayOutputStream served = new ByteArrayOutputStream();
        Samples.Stored zeros =
                new Samples.Stored(
                        this.stored.plain(), new byte[this.stored.sealed().length], null);
        PieceRoots claimed = this.stored.meta().pieceRoots();
        MessageWriter head =
                new MessageWriter()
                        .commitment(this.stored.meta().commitments().commitment(0))
                        .hash(claimed.groupRoot(0))
                        .scalar(GroupCommitments.blinding(this.stored.meta().blindingKey(), 0));
        this.stored.meta().commitments().path(0).forEach(head::hash);
        served.writeBytes(head.toBytes());
        claimed.path(0).forEach(sibling -> served.writeBytes(sibling.bytes()));
        served.write(zeros.sealed(), 0, ShardGeometry.PIECE_BYTES);
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        PieceVerifier reader = new PieceVerifier(Samples.KEYS, this.stored.target());

        assertThatThrownBy(() ->
                        reader.read(
                                range,
                                seed,
                                new ByteArrayInputStream(served.toByteArray()),
                                released))
                .isInstanceOf(WrongPieceException.class);
        assertThat(released.size()).isZero();
        row(
                "X and zeros sent to the reader",
                Reason.SEGMENT,
                Reason.SEGMENT,
                1,
                "negligible",
                "let it pass: its reader took any bytes");
    }

    @Test
    void tamperedAnswersAreCaught() {
        caught(
                "forged sigma",
                CheatingMiners.forgedSigma(this.stored),
                Reason.LINEAR,
                "2^-124",
                "has no such value");
        caught(
                "swapped K",
                CheatingMiners.swappedCommitment(this.stored),
                Reason.COMMITMENT,
                "negligible",
                equivocating());
        CheatingMiners.Grinder grinder = new CheatingMiners.Grinder(this.stored);
        caught("r ground for the spots", grinder, Reason.LINEAR, "no r moves them", inventing());
        assertThat(grinder.tries).isEqualTo(50);
        assertThat(grinder.moved).isFalse();
        caught(
                "opened segments from another shard",
                CheatingMiners.foreignSegments(this.stored, this.other),
                Reason.ROOT,
                "negligible",
                answering(this.other.plain()));
        Samples.Stored even = Samples.store(262_144, 24);
        caught(
                "opened segments other than those asked",
                even,
                CheatingMiners.wrongSegments(even),
                Reason.SEGMENT,
                "negligible",
                answeringAnotherIndex());
        caught(
                "non-canonical field element",
                CheatingMiners.nonCanonical(this.stored),
                Reason.NOT_CANONICAL,
                "0",
                "has no such value");
    }

    @Test
    void lateAndMalformedAnswersAreCaught() {
        caught(
                "late answer",
                CheatingMiners.late(this.stored, Duration.ofMillis(5_016), Rig.AT_ONCE),
                Reason.LATE_ANSWER,
                "0",
                "caught it after its timeout");
        caught(
                "late opening",
                CheatingMiners.late(this.stored, Rig.AT_ONCE, Duration.ofMillis(5_001)),
                Reason.LATE_OPENING,
                "0",
                "has no such message");
        String raises =
                predecessor(() ->
                        PredecessorScheme.verify(
                                new PredecessorScheme.Answer(
                                        "",
                                        "",
                                        null,
                                        new byte[0],
                                        BigInteger.ONE,
                                        List.of(),
                                        new byte[0],
                                        Pedersen.G,
                                        Pedersen.G),
                                SEED1));
        caught(
                "garbage bytes as answer",
                CheatingMiners.sending(this.stored, Samples.bytes(300, 1), null),
                Reason.MALFORMED,
                "0",
                raises);
        caught(
                "garbage bytes as opening",
                CheatingMiners.sending(this.stored, null, Samples.bytes(7_600, 2)),
                Reason.MALFORMED,
                "0",
                raises);
        caught(
                "endless stream",
                CheatingMiners.sending(
                        this.stored, null, CheatingMiners.endless(Opening.MAX_BYTES)),
                Reason.MALFORMED,
                "0",
                "folded paths of any length");
    }

    @Test
    void wrongPointsAreCaught() {
        byte[] offCurve = new byte[33];
        offCurve[0] = 2;
        offCurve[32] = 7;
        String infinity =
                predecessor(() -> {
                    var zero = Pedersen.G.getCurve().getInfinity();
                    String proof = "x";
                    return PredecessorScheme.verify(
                            new PredecessorScheme.Answer(
                                    PredecessorScheme.decimal(
                                            PredecessorScheme.hash(
                                                    PredecessorScheme.ascii(proof),
                                                    PredecessorScheme.ascii(SEED1))),
                                    proof,
                                    zero,
                                    new byte[5],
                                    BigInteger.ONE,
                                    List.of(),
                                    PredecessorScheme.text(zero),
                                    zero,
                                    zero),
                            SEED1);
                });
        caught(
                "K at infinity",
                CheatingMiners.notAPoint(this.stored, new byte[33]),
                Reason.NOT_A_POINT,
                "0",
                infinity);
        caught(
                "K not on the curve",
                CheatingMiners.notAPoint(this.stored, offCurve),
                Reason.NOT_A_POINT,
                "0",
                "its round raised an error");
        caught(
                "c_g at infinity",
                CheatingMiners.groupNotAPoint(this.stored),
                Reason.ROOT,
                "negligible",
                infinity);
    }

    @Test
    void plantedTagsAreSeenAtChallengeZero() throws Exception {
        StoreOffer offer = Samples.offer(50_000, 77);
        byte[] plain = Samples.bytes(50_000, 77);
        AuditKeys wrong = AuditKeys.ofSeed(new byte[32], 0);
        ShardSealer planting = new ShardSealer(wrong, offer);
        planting.update(plain, 0, plain.length);
        byte[] sealed =
                new SealStream(wrong, offer, new ByteArrayInputStream(plain)).readAllBytes();
        ShardReceiver receiver = new ShardReceiver(offer, offer.miner());
        receiver.update(sealed, 0, sealed.length);
        ShardMeta meta = receiver.finish(planting.finish(Samples.VALIDATOR));
        Samples.Stored planted = new Samples.Stored(plain, sealed, meta);
        Audit.Outcome outcome = new Rig(meta.header()).round(new Rig.HonestMiner(planted));

        assertThat(outcome.verdict()).isEqualTo(Reason.LINEAR.rejected());
        assertThat(outcome.signed().number()).isEqualTo(1);
        TABLE.add(
                "| validator plants bad tags | linear | linear: LINEAR, at challenge 0 | 1 | 2^-124"
                        + " | has no tags |");
    }
}
