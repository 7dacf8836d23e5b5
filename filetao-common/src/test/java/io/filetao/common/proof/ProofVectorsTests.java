package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Keypair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Known answers of docs/spec/proofs.md for one shard and one challenge. With {@code -Dfiletao.write-vectors=true} the
 * file is written instead.
 */
class ProofVectorsTests {

    private static final Path FILE = Path.of("../docs/spec/vectors/proofs.json");
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] seed = repeated(0x11, 32);
    private final Keypair validator = Keypair.ofMiniSecret(this.seed);
    private final Keypair miner = Keypair.ofMiniSecret(repeated(0x22, 32));
    private final AuditKeys keys = AuditKeys.ofSeed(this.seed, 3);
    private final Map<String, Object> vectors = new LinkedHashMap<>();

    private static byte[] repeated(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private void put(String name, byte[] value) {
        this.vectors.put(name, HEX.formatHex(value));
    }

    private void put(String name, Object value) {
        this.vectors.put(name, value.toString());
    }

    /** Byte i is i mod 251, so that no two blocks are alike. */
    private static byte[] shard(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @Test
    void everyValueIsTheOneInTheFile() throws Exception {
        compute();
        if (Boolean.getBoolean("filetao.write-vectors")) {
            write();
        }
        JsonNode expected = JsonMapper.shared().readTree(FILE.toFile());
        this.vectors.forEach((name, value) ->
                assertThat(value).as(name).isEqualTo(expected.path(name).asString()));
        assertThat(expected.size()).isEqualTo(this.vectors.size());
    }

    private void write() throws IOException {
        Files.createDirectories(FILE.getParent());
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValue(FILE.toFile(), this.vectors);
    }

    private void compute() throws Exception {
        int length = 1_100_000;
        StoreOffer offer =
                new StoreOffer(
                        new ShardId(0x0102030405060708L, 0x090a0b0c0d0e0f10L),
                        3,
                        new FileId(0x1112131415161718L, 0x191a1b1c1d1e1f20L),
                        5,
                        1,
                        2,
                        6,
                        length,
                        this.validator.address(),
                        this.miner.address());
        byte[] plain = shard(length);
        put("hgen", Commitment.of(Pedersen.HGEN.getEncoded(true)));
        put("validatorSeed", this.seed);
        put("minerSeed", repeated(0x22, 32));
        put("validator", this.validator.publicKey());
        put("miner", this.miner.publicKey());
        put("offer", offer.encode());
        store(offer, plain);
    }

    private void store(StoreOffer offer, byte[] plain) throws Exception {
        Hash blindingKey = Hash.of(repeated(0x33, 32));
        ShardSealer sealer = new ShardSealer(this.keys, offer, blindingKey);
        sealer.update(plain, 0, plain.length);
        StoreTrailer trailer = sealer.finish(this.validator);
        byte[] sealed =
                new SealStream(this.keys, offer, new ByteArrayInputStream(plain)).readAllBytes();
        ShardReceiver receiver = new ShardReceiver(offer, offer.miner());
        receiver.update(sealed, 0, sealed.length);
        ShardMeta meta = receiver.finish(trailer);
        put("shard", "byte i is i mod 251, for 1100000 bytes");
        put("sealedStart", Arrays.copyOf(sealed, 64));
        put("sealedSha256", Hash.sha256(sealed));
        put("firstLeaf", new SegmentHasher().leaf(sealed, 0));
        put("groupRoot0", meta.pieceRoots().groupRoot(0));
        put("groupRoot1", meta.pieceRoots().groupRoot(1));
        put("blindingKey", blindingKey);
        put("blinding0", GroupCommitments.blinding(blindingKey, 0).bytes());
        put("commitment0", meta.commitments().commitment(0));
        put("commitment1", meta.commitments().commitment(1));
        put("root", meta.header().root());
        PairKey pair = this.keys.pair(this.miner.address(), 3);
        put("alpha00", Long.toString(pair.alpha(0)[0] & 0xffffffffL));
        put("alpha01", Long.toString(pair.alpha(0)[0] >>> 32));
        put("alpha31023", Long.toString(pair.alpha(3)[511] >>> 32));
        byte[] masks = new byte[16];
        pair.masks(offer.rid(), meta.header().root()).keystream(masks, 0, 16);
        put("mask00Block", masks);
        long[] tags = new long[4];
        meta.tags().read(0, tags);
        put("tagsOfBlock0", Arrays.toString(tags));
        put("tagsHash", meta.tags().hash());
        put("keyHash", pair.hash());
        put("initial", meta.header().initial());
        challenge(meta, sealed);
        retrieval(meta);
    }

    private void challenge(ShardMeta meta, byte[] sealed) throws Exception {
        ShardTarget target = ShardTarget.of(meta.header());
        EpochKey epoch = this.keys.epoch(9);
        Beacon beacon = new Beacon(333, Hash.of(repeated(0x44, 32)));
        Challenge challenge =
                Challenge.issue(
                        target,
                        SeedChain.start(meta.header().initial()),
                        null,
                        epoch,
                        beacon,
                        this.validator);
        put("epochKey", epoch.reveal());
        put("epochKeyHash", epoch.hash());
        put("pi", challenge.pi());
        put("seed", challenge.seed());
        put("nu", Arrays.toString(new Coefficients(challenge.seed()).next(4)));
        put("spots", Arrays.toString(challenge.spots(target.geometry())));
        PreparedAnswer prepared =
                new Prover(this.miner)
                        .answer(
                                challenge,
                                meta,
                                (at, out, offset, count) ->
                                        System.arraycopy(sealed, (int) at, out, offset, count));
        Response drawn = prepared.opening().response();
        Response response =
                new Response(drawn.mu(), drawn.sigma(), Scalar.reduce(repeated(0x55, 32)));
        Scalar message = response.message(target.rid(), challenge.seed());
        put("muSha256", Hash.sha256(response.mu()));
        put("muStart", Arrays.toString(Arrays.copyOf(response.muElements(), 4)));
        put("sigma", response.sigma());
        put("message", message.bytes());
        put("blinding", response.blinding().bytes());
        Commitment commitment = response.commit(message);
        put("K", commitment);
        put("headPassed", new Link(challenge.seed(), commitment, true).from(challenge.head()));
        put("headFailed", new Link(challenge.seed(), null, false).from(challenge.head()));
        Spot spot = prepared.opening().spots().getFirst();
        MessageWriter out = new MessageWriter();
        spot.write(out);
        put("spot0Sha256", Hash.sha256(out.toBytes()));
        put("sweepPi", epoch.sweepPi(beacon.hash(), this.miner.address()));
        put(
                "sweepDraw",
                new SweepDraw(List.of(target))
                        .draw(this.miner.address(), epoch, beacon, 5).stream()
                                .map(range -> Integer.toString(range.block()))
                                .toList());
    }

    private void retrieval(ShardMeta meta) {
        Hash seedOfReader = Hash.of(repeated(0x66, 32));
        RetrievalChain chain =
                new RetrievalChain(meta.header().rid(), seedOfReader, meta.header().root());
        chain.add(0, meta.pieceRoots().root(0));
        put("retrievalSeed", seedOfReader);
        put("pieceRoot0", meta.pieceRoots().root(0));
        put("retrievalChainOfPiece0", chain.value());
    }
}
