package io.filetao.common.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReedSolomonTests {

    private final Random random = new Random(21);

    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "2,6", "3,9", "5,15", "7,22", "10,30", "10,14", "29,80", "100,255"})
    void encodeAgreesWithTheFormulaByteByByte(int k, int n) {
        int length = 2_500;
        byte[][] cells = data(k, n, length);
        new ReedSolomon(k, n).encode(cells, length);
        int[][] generator = Matrix.systematic(k, n);
        for (int number = 0; number < n; number++) {
            for (int i = 0; i < length; i++) {
                int sum = 0;
                for (int column = 0; column < k; column++) {
                    sum ^= naiveProduct(generator[number][column], cells[column][i] & 0xff);
                }
                assertThat(cells[number][i] & 0xff).isEqualTo(sum);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,3", "2,6", "3,9", "10,30", "7,22"})
    void decodeRestoresTheDataFromAnyKCells(int k, int n) {
        ReedSolomon code = new ReedSolomon(k, n);
        for (int round = 0; round < 40; round++) {
            int length = 1 + this.random.nextInt(5_000);
            byte[][] cells = data(k, n, length);
            code.encode(cells, length);
            byte[][] left = new byte[n][];
            this.random
                    .ints(0, n)
                    .distinct()
                    .limit(k)
                    .forEach(number -> left[number] = cells[number]);
            code.decode(left, length);
            for (int number = 0; number < k; number++) {
                assertThat(left[number]).startsWith(cells[number]).hasSize(length);
            }
        }
    }

    @Test
    void everyChoiceOfKRowsIsInvertible() {
        int k = 4;
        int n = 12;
        int[][] generator = Matrix.systematic(k, n);
        for (int choice = 0; choice < 1 << n; choice++) {
            if (Integer.bitCount(choice) == k) {
                int[][] rows = new int[k][];
                int row = 0;
                for (int number = 0; number < n; number++) {
                    if ((choice >> number & 1) == 1) {
                        rows[row++] = generator[number];
                    }
                }
                int[][] identity = Matrix.multiply(Matrix.invert(rows), rows);
                assertThat(identity).isDeepEqualTo(Matrix.systematic(k, k));
            }
        }
    }

    @Test
    void restoreRebuildsParityAsItWas() {
        ReedSolomon code = new ReedSolomon(3, 9);
        byte[][] cells = data(3, 9, 700);
        code.encode(cells, 700);
        byte[][] left = cells.clone();
        left[0] = null;
        left[5] = null;
        left[8] = null;
        code.restore(left, new int[] {8, 0, 5}, 700);
        assertThat(left).isDeepEqualTo(cells);
    }

    @Test
    void encodeLeavesBytesPastTheLengthAlone() {
        byte[][] cells = data(2, 4, 100);
        Arrays.fill(cells[2], (byte) 7);
        new ReedSolomon(2, 4).encode(cells, 60);
        assertThat(Arrays.copyOfRange(cells[2], 60, 100)).containsOnly(7);
    }

    @Test
    void decodeWhenTooFewCellsAreThereRefuses() {
        byte[][] cells = data(3, 9, 10);
        byte[][] left = new byte[9][];
        left[4] = cells[4];
        left[0] = cells[0];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReedSolomon(3, 9).decode(left, 10))
                .withMessageContaining("2 of the 3");
    }

    @ParameterizedTest
    @CsvSource({"0,1", "3,2", "1,256"})
    void newWhenNumbersAreImpossibleRefuses(int k, int n) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReedSolomon(k, n));
    }

    private byte[][] data(int k, int n, int length) {
        byte[][] cells = new byte[n][length];
        for (int i = 0; i < k; i++) {
            this.random.nextBytes(cells[i]);
        }
        return cells;
    }

    /** Schoolbook multiplication of polynomials, reduced bit by bit. */
    private static int naiveProduct(int a, int b) {
        int product = 0;
        for (int bit = 0; bit < 8; bit++) {
            if ((b >> bit & 1) == 1) {
                product ^= a << bit;
            }
        }
        for (int bit = 14; bit >= 8; bit--) {
            if ((product >> bit & 1) == 1) {
                product ^= 0x11d << (bit - 8);
            }
        }
        return product;
    }
}
