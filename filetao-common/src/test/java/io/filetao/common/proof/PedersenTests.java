package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

class PedersenTests {

    @Test
    void hgenIsThePointOfTheSpecification() {
        assertThat(Commitment.of(Pedersen.HGEN.getEncoded(true)))
                .hasToString("02b5746279f3ec152c827a9ef89baa2c60c3d88814e555b043a778eb8d77b6822d");
    }

    @Test
    void commitWhenAnyScalarsIsTheSumOfPlainMultiples() {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Scalar m = i == 0 ? new Scalar(BigInteger.ONE) : scalar(random);
            Scalar r =
                    i == 1 ? new Scalar(Pedersen.ORDER.subtract(BigInteger.ONE)) : scalar(random);
            ECPoint expected =
                    Pedersen.G.multiply(m.value())
                            .add(Pedersen.HGEN.multiply(r.value()))
                            .normalize();
            Commitment commitment = Pedersen.commit(m, r);
            assertThat(commitment).isEqualTo(Commitment.of(expected.getEncoded(true)));
            assertThat(Pedersen.compress(List.of(Pedersen.point(m, r))))
                    .containsExactly(commitment);
            assertThat(Pedersen.isPoint(commitment)).isTrue();
        }
    }

    @Test
    void isPointWhenOffTheCurveOrAtInfinityIsFalse() {
        byte[] zero = new byte[33];
        byte[] wrongPrefix = Pedersen.G.getEncoded(true);
        wrongPrefix[0] = 4;
        byte[] tooLarge = new byte[33];
        java.util.Arrays.fill(tooLarge, (byte) 0xff);
        tooLarge[0] = 2;
        byte[] offCurve = new byte[33];
        offCurve[0] = 2;
        offCurve[32] = 7;

        assertThat(Pedersen.isPoint(Commitment.of(zero))).isFalse();
        assertThat(Pedersen.isPoint(Commitment.of(wrongPrefix))).isFalse();
        assertThat(Pedersen.isPoint(Commitment.of(tooLarge))).isFalse();
        assertThat(Pedersen.isPoint(Commitment.of(offCurve))).isFalse();
    }

    private static Scalar scalar(Random random) {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        return Scalar.reduce(bytes);
    }
}
