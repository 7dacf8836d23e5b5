package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Keypair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does each step of a proof cost for a whole shard in memory, on one thread? Bytes of the shard divided by the time
 * are a rate; the yardstick is plain SHA-256 over the same bytes. It stands
 * in the package of the proofs to reach their parts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls store() before any benchmark
public class ProofBenchmark {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** Size of the shard in MiB. */
    @Param({"1", "64"})
    private int size;

    private int length;
    private final Keypair validator = Keypair.ofUri("//Validator");
    private final Keypair miner = Keypair.ofUri("//Miner");
    private final AuditKeys keys = AuditKeys.ofSeed(this.validator.miniSecret(), 0);
    private final byte[] buffer = new byte[ShardGeometry.PIECE_BYTES];
    private byte[] plain = {};
    private byte[] sealed = {};
    private StoreOffer offer;
    private ShardMeta meta;
    private Challenge challenge;
    private PreparedAnswer prepared;
    private PairKey pair;
    private int[] coefficients;
    private List<Hash> groupRoots;

    @Setup
    public void store() throws IOException {
        this.length = this.size << 20;
        this.plain = new byte[this.length];
        new Random(1).nextBytes(this.plain);
        this.offer =
                new StoreOffer(
                        new ShardId(1, 2),
                        0,
                        new FileId(3, 4),
                        0,
                        0,
                        1,
                        3,
                        this.length,
                        this.validator.address(),
                        this.miner.address());
        try (SealStream stream =
                new SealStream(this.keys, this.offer, new ByteArrayInputStream(this.plain))) {
            this.sealed = stream.readAllBytes();
        }
        ShardReceiver receiver = new ShardReceiver(this.offer, this.miner.address());
        receiver.update(this.sealed, 0, this.length);
        this.meta = receiver.finish(trailer());
        this.pair = this.keys.pair(this.miner.address(), 0);
        this.challenge =
                Challenge.issue(
                        target(),
                        SeedChain.start(this.meta.header().initial()),
                        null,
                        this.keys.epoch(1),
                        new Beacon(3, Hash.sha256(new byte[1])),
                        this.validator);
        this.coefficients =
                new Coefficients(this.challenge.seed()).next(this.offer.geometry().blocks());
        this.prepared = answer();
        this.groupRoots = new ArrayList<>(this.meta.pieceRoots().groupRoots());
        System.out.println(
                "Bytes of an opening: "
                        + this.prepared.opening().encode().length
                        + ", of an answer: "
                        + Answer.BYTES);
    }

    private ShardTarget target() {
        return ShardTarget.of(this.meta.header());
    }

    /** The yardstick. */
    @Benchmark
    public byte[] plainSha256() {
        MessageDigest digest = Hash.newSha256();
        return digest.digest(this.sealed);
    }

    /** SHA-256 of each KiB on its own: as near as the JDK lets leaves come to the yardstick. */
    @Benchmark
    public byte[] plainSegments() throws DigestException {
        MessageDigest digest = Hash.newSha256();
        for (int at = 0; at < this.length; at += ShardGeometry.SEGMENT_BYTES) {
            digest.update(this.sealed, at, ShardGeometry.SEGMENT_BYTES);
            digest.digest(this.buffer, 0, Hash.BYTES);
        }
        return this.buffer;
    }

    /** Leaves of 1 KiB without the trees above them, written where the trees begin. */
    @Benchmark
    public byte[] segmentLeaves() {
        SegmentHasher hasher = new SegmentHasher();
        for (int at = 0; at < this.length; at += ShardGeometry.SEGMENT_BYTES) {
            int place = at / ShardGeometry.SEGMENT_BYTES % ShardGeometry.SEGMENTS_PER_PIECE;
            hasher.leaf(this.sealed, at, this.buffer, place * Hash.BYTES);
        }
        return this.buffer;
    }

    /** Leaves and trees up to the pieces' roots. */
    @Benchmark
    public Hash segmentTrees() {
        SegmentHasher hasher = new SegmentHasher();
        Hash last = this.meta.header().root();
        for (int at = 0; at < this.length; at += ShardGeometry.PIECE_BYTES) {
            last = hasher.piece(this.sealed, at, ShardGeometry.PIECE_BYTES);
        }
        return last;
    }

    @Benchmark
    public byte[] seal() {
        AesCtr stream = this.keys.seal(this.offer.rid(), this.miner.address());
        for (int at = 0; at < this.length; at += this.buffer.length) {
            stream.apply(this.plain, at, this.buffer.length, this.buffer, 0);
        }
        return this.buffer;
    }

    @Benchmark
    public Tags tags() {
        TagSums sums = new TagSums(this.pair, this.offer.geometry().blocks());
        sums.update(this.sealed, 0, this.length);
        return sums.finish(this.offer.rid(), this.meta.header().root());
    }

    @Benchmark
    public long[] mu() {
        LinearSums sums = new LinearSums(ShardGeometry.BLOCK_WORDS);
        sums.add(this.coefficients, 0, this.coefficients.length, this.sealed, 0);
        return sums.result();
    }

    /** Everything that a miner does for a challenge, from memory. */
    @Benchmark
    public PreparedAnswer answer() throws IOException {
        return new Prover(this.miner)
                .answer(
                        this.challenge,
                        this.meta,
                        (position, out, offset, length) ->
                                System.arraycopy(this.sealed, (int) position, out, offset, length));
    }

    /** The 64 commitments of the shard, normalised together. */
    @Benchmark
    public GroupCommitments commitments() {
        return GroupCommitments.over(this.offer.rid(), this.groupRoots, this.meta.blindingKey());
    }

    /** One commitment with its own inversion. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Commitment commitment() {
        Scalar scalar = this.prepared.opening().response().blinding();
        return Pedersen.commit(scalar, scalar);
    }

    /** The uploader's first pass: seal, hash, tag, commit, sign. */
    @Benchmark
    public StoreTrailer trailer() {
        ShardSealer sealer = new ShardSealer(this.keys, this.offer, Hash.of(new byte[32]));
        sealer.update(this.plain, 0, this.length);
        return sealer.finish(this.validator);
    }

    /** V2 alone. */
    @Benchmark
    public boolean linear() {
        return LinearCheck.holds(
                this.pair, target(), this.challenge.seed(), this.prepared.opening().response());
    }

    /** V1, V2 and V3 from bytes, without the signature of move 1. */
    @Benchmark
    public Verdict opening() throws MalformedMessageException {
        return new Verifier(this.keys)
                .checkOpening(
                        target(),
                        this.challenge,
                        this.prepared.answer(),
                        Opening.decode(ByteBuffer.wrap(this.prepared.opening().encode())),
                        AT_ONCE);
    }
}
