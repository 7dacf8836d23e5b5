package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.crypto.Hash;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTests {

    private static StoreRefusal refusal(StoreOffer offer, byte[] sealed, StoreTrailer trailer)
            throws Exception {
        ShardReceiver receiver = new ShardReceiver(offer, offer.miner());
        try {
            receiver.update(sealed, 0, sealed.length);
            receiver.finish(trailer);
            return null;
        } catch (ShardRefusedException refused) {
            return refused.reason();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096, 4097, 65_536, 65_537, 1 << 20, (1 << 20) + 1, 3_333_333})
    void finishWhenShardIsHonestKeepsWhatWasSent(int length) throws Exception {
        Samples.Stored stored = Samples.store(length, length);
        ShardMeta meta = stored.meta();

        assertThat(stored.sealed()).hasSize((int) meta.header().geometry().sealedLength());
        byte[] encoded = meta.encode();
        assertThat(encoded).hasSize(ShardMeta.encodedLength(meta.header().geometry()));
        assertThat(ShardMeta.decode(ByteBuffer.wrap(encoded)).encode()).isEqualTo(encoded);
        assertThat(ShardMeta.decodeHeader(ByteBuffer.wrap(encoded, 0, ShardMeta.HEADER_BYTES)))
                .isEqualTo(meta.header());
        Receipt receipt =
                Receipt.decode(
                        ByteBuffer.wrap(Receipt.sign(meta.header(), Samples.MINER).encode()));
        assertThat(receipt.isFor(meta.header())).isTrue();
        assertThat(Receipt.sign(meta.header(), Samples.OTHER_MINER).isFor(meta.header())).isFalse();
    }

    @Test
    void finishWhenTagsAreRecomputedNaivelyGivesThem() {
        Samples.Stored stored = Samples.store(9_000, 5);
        PairKey pair = Samples.KEYS.pair(Samples.MINER.address(), 0);
        ShardHeader header = stored.meta().header();
        byte[] masks = new byte[3 * 64];
        pair.masks(header.rid(), header.root()).keystream(masks, 0, masks.length);
        BigInteger p = BigInteger.valueOf(Field.P);
        long[] tags = new long[4];
        for (int i = 0; i < 3; i++) {
            stored.meta().tags().read(i, tags);
            for (int t = 0; t < 4; t++) {
                BigInteger sum = BigInteger.ZERO;
                for (int b = 15; b >= 0; b--) {
                    sum =
                            sum.shiftLeft(8)
                                    .add(BigInteger.valueOf(masks[64 * i + 16 * t + b] & 0xff));
                }
                for (int j = 0; j < 1024; j++) {
                    int at = 4096 * i + 4 * j;
                    long word = 0;
                    for (int b = 3; b >= 0; b--) {
                        word = word << 8 | stored.sealed()[at + b] & 0xff;
                    }
                    sum =
                            sum.add(
                                    BigInteger.valueOf(word)
                                            .multiply(
                                                    BigInteger.valueOf(
                                                            pair.alpha(t)[j / 2] >>> 32 * (j % 2)
                                                                    & 0xffffffffL)));
                }
                assertThat(tags[t]).isEqualTo(sum.mod(p).longValue());
            }
        }
    }

    @Test
    void finishWhenBytesComeInAnyRhythmGivesTheSameTrailer() {
        byte[] plain = Samples.bytes(200_000, 8);
        StoreOffer offer = Samples.offer(plain.length, 8);
        StoreTrailer whole = Samples.trailer(offer, plain);
        ShardSealer sealer = new ShardSealer(Samples.KEYS, offer, whole.blindingKey());
        for (int at = 0, step = 1; at < plain.length; at += step, step = step * 3 % 70_001 + 1) {
            step = Math.min(step, plain.length - at);
            sealer.update(plain, at, step);
        }
        StoreTrailer pieces = sealer.finish(Samples.VALIDATOR);

        assertThat(pieces.root()).isEqualTo(whole.root());
        assertThat(pieces.initial()).isEqualTo(whole.initial());
    }

    @Test
    void finishWhenAnythingIsWrongNamesIt() throws Exception {
        byte[] plain = Samples.bytes(70_000, 6);
        StoreOffer offer = Samples.offer(plain.length, 6);
        byte[] sealed = Samples.sealed(offer, plain);
        StoreTrailer good = Samples.trailer(offer, plain);
        assertThat(refusal(offer, sealed, good)).isNull();

        byte[] flipped = sealed.clone();
        flipped[69_999] ^= 1;
        assertThat(refusal(offer, flipped, good)).isEqualTo(StoreRefusal.WRONG_ROOT);
        assertThat(refusal(offer, java.util.Arrays.copyOf(sealed, 4096), good))
                .isEqualTo(StoreRefusal.WRONG_LENGTH);
        assertThat(refusal(offer, java.util.Arrays.copyOf(sealed, sealed.length + 1), good))
                .isEqualTo(StoreRefusal.WRONG_LENGTH);

        Hash other = Hash.sha256(new byte[1]);
        assertThat(refusal(offer, sealed, with(good, other, null, null)))
                .isEqualTo(StoreRefusal.WRONG_ROOT);
        assertThat(refusal(offer, sealed, with(good, null, other, null)))
                .isEqualTo(StoreRefusal.WRONG_HEAD);
        assertThat(refusal(offer, sealed, with(good, null, null, other)))
                .isEqualTo(StoreRefusal.WRONG_HEAD);
        StoreTrailer foreign =
                new StoreTrailer(
                        good.root(),
                        good.initial(),
                        good.blindingKey(),
                        good.key(),
                        good.header(offer).sign(Samples.MINER),
                        good.tags());
        assertThat(refusal(offer, sealed, foreign)).isEqualTo(StoreRefusal.BAD_SIGNATURE);
        assertThatThrownBy(() -> new ShardReceiver(offer, Samples.OTHER_MINER.address()))
                .isInstanceOf(ShardRefusedException.class);
    }

    @Test
    void decodeWhenMessageIsTruncatedOrExtendedRefusesIt() throws Exception {
        StoreOffer offer = Samples.offer(5_000, 9);
        StoreTrailer trailer = Samples.trailer(offer, Samples.bytes(5_000, 9));
        assertThat(StoreOffer.decode(ByteBuffer.wrap(offer.encode()))).isEqualTo(offer);
        assertThat(offer.encode()).hasSize(StoreOffer.BYTES);
        byte[] bytes = trailer.encode();
        assertThat(bytes).hasSize(StoreTrailer.encodedLength(offer.geometry()));
        assertThat(StoreTrailer.decode(ByteBuffer.wrap(bytes), offer.geometry()).encode())
                .isEqualTo(bytes);
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            assertThatThrownBy(() -> StoreTrailer.decode(cut, offer.geometry()))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    private static StoreTrailer with(StoreTrailer good, Hash root, Hash initial, Hash key) {
        return new StoreTrailer(
                root == null ? good.root() : root,
                initial == null ? good.initial() : initial,
                good.blindingKey(),
                key == null ? good.key() : key,
                good.signature(),
                good.tags());
    }
}
