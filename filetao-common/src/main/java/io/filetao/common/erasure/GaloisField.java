package io.filetao.common.erasure;

/** Arithmetic in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1 (0x11d), in which 2 generates every non-zero element. */
final class GaloisField {

    private static final int POLYNOMIAL = 0x11d;
    private static final int[] EXP = new int[510];
    private static final int[] LOG = new int[256];

    static {
        int power = 1;
        for (int i = 0; i < 255; i++) {
            EXP[i] = power;
            EXP[i + 255] = power;
            LOG[power] = i;
            power <<= 1;
            if (power > 255) {
                power ^= POLYNOMIAL;
            }
        }
    }

    private GaloisField() {}

    static int multiply(int a, int b) {
        return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
    }

    static int inverse(int a) {
        if (a == 0) {
            throw new ArithmeticException("0 has no inverse");
        }
        return EXP[255 - LOG[a]];
    }
}
