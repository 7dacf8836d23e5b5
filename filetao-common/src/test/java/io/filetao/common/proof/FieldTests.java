package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldTests {

    private static final BigInteger P = BigInteger.TWO.pow(33).subtract(BigInteger.valueOf(9));
    private static final BigInteger WORD = BigInteger.TWO.pow(32);

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    @Test
    void reduceWhenAnyUnsignedLongIsTheRemainder() {
        Random random = new Random(1);
        long[] edges = {
            0, 1, Field.P - 1, Field.P, Field.P + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE
        };
        for (int i = 0; i < 100_000; i++) {
            long x = i < edges.length ? edges[i] : random.nextLong();
            assertThat(Field.reduce(x)).isEqualTo(unsigned(x).mod(P).longValue());
        }
    }

    @Test
    void joinWhenTwoUnsignedLongsWeighsTheHighOne() {
        Random random = new Random(2);
        for (int i = 0; i < 10_000; i++) {
            long low = random.nextLong();
            long high = random.nextLong();
            BigInteger expected = unsigned(high).multiply(WORD).add(unsigned(low)).mod(P);
            assertThat(Field.join(low, high)).isEqualTo(expected.longValue());
        }
    }

    @Test
    void reduceWhenFourWordsIsTheRemainderOfTheWholeNumber() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            int[] w = {random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt()};
            if (i < 16) {
                for (int b = 0; b < 4; b++) {
                    w[b] = (i >> b & 1) == 0 ? 0 : -1;
                }
            }
            BigInteger number = BigInteger.ZERO;
            for (int b = 3; b >= 0; b--) {
                number = number.multiply(WORD).add(BigInteger.valueOf(w[b] & 0xffffffffL));
            }
            assertThat(Field.reduce(w[0], w[1], w[2], w[3])).isEqualTo(number.mod(P).longValue());
        }
    }

    @Test
    void encodeWhenElementsAreCanonicalRoundTrips() {
        Random random = new Random(4);
        for (int count : new int[] {1, 4, 7, 8, 9, 1024}) {
            long[] elements = random.longs(count, 0, Field.P).toArray();
            elements[0] = Field.P - 1;
            byte[] bytes = FieldVector.encode(elements);
            long[] back = new long[count];
            FieldVector.decode(bytes, 0, count, back, 0);
            assertThat(back).isEqualTo(elements);
            assertThat(bytes).hasSize(FieldVector.encodedLength(count));
            assertThat(FieldVector.isCanonical(bytes, 0, count)).isTrue();
        }
    }

    @Test
    void isCanonicalWhenElementReachesThePrimeOrABitIsUnusedIsFalse() {
        byte[] prime = FieldVector.encode(new long[] {1, 2, Field.P, 3});
        byte[] spare = FieldVector.encode(new long[] {1, 2, 3, 4});
        spare[16] |= 0x10;

        assertThat(FieldVector.isCanonical(prime, 0, 4)).isFalse();
        assertThat(FieldVector.isCanonical(spare, 0, 4)).isFalse();
    }
}
