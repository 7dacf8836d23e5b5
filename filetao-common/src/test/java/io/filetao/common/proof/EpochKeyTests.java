package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class EpochKeyTests {

    private static final int MINERS = 4000;

    private final EpochKey key = key(7);

    @Test
    void sweepPartIsTheProductOfTheFirst64BitsOfTheMacAndTheParts() throws Exception {
        byte[] raw = new byte[EpochKey.BYTES];
        raw[0] = 7;
        for (int i = 0; i < 50; i++) {
            Ss58Address miner = miner(i);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(raw, "HmacSHA256"));
            // Each field stands behind its length.
            mac.update(new byte[] {0, 0, 0, 32});
            mac.update(miner.publicKey());
            mac.update(new byte[] {0, 0, 0, 10});
            mac.update("sweep-part".getBytes(StandardCharsets.US_ASCII));
            BigInteger drawn = new BigInteger(1, Arrays.copyOf(mac.doFinal(), 8));
            for (int parts : new int[] {1, 2, 3, 1000, Integer.MAX_VALUE}) {
                assertThat(this.key.sweepPart(miner, parts))
                        .isEqualTo(
                                drawn.multiply(BigInteger.valueOf(parts))
                                        .shiftRight(64)
                                        .intValueExact())
                        .isBetween(0, parts - 1);
            }
        }
    }

    @Test
    void sweepPartWhenThereIsOnlyOneIsTheFirst() {
        assertThat(IntStream.range(0, 100).map(i -> this.key.sweepPart(miner(i), 1)))
                .containsOnly(0);
    }

    @Test
    void sweepPartComesToEveryPartAboutEquallyOften() {
        int[] drawn = new int[8];
        for (int i = 0; i < MINERS; i++) {
            drawn[this.key.sweepPart(miner(i), drawn.length)]++;
        }
        // Eight standard deviations of a binomial count.
        assertThat(Arrays.stream(drawn)).allMatch(count -> Math.abs(count - MINERS / 8) < 170);
    }

    @Test
    void sweepPartInAnotherEpochIsAnother() {
        long same =
                IntStream.range(0, 100)
                        .filter(i ->
                                this.key.sweepPart(miner(i), 1 << 20)
                                        == key(8).sweepPart(miner(i), 1 << 20))
                        .count();
        assertThat(same).isZero();
    }

    private static EpochKey key(int first) {
        byte[] bytes = new byte[EpochKey.BYTES];
        bytes[0] = (byte) first;
        return new EpochKey(first, bytes);
    }

    private static Ss58Address miner(int number) {
        return Ss58Address.of(
                Hash.sha256(new byte[] {(byte) number, (byte) (number >> 8)}).bytes());
    }
}
