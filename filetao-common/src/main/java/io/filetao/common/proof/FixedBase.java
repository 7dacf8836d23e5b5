package io.filetao.common.proof;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Multiples of one point by table: the scalar is cut into digits of 7 bits, and every digit of every place has its
 * multiple ready, so that a product is 37 mixed additions and no doubling. Building it takes tens of milliseconds and
 * about 1.5 MB. Not constant in time: for scalars that are shown anyhow moments later.
 */
final class FixedBase {

    private static final int WIDTH = 7;
    private static final int DIGITS = 1 << WIDTH;
    private static final int PLACES = (256 + WIDTH - 1) / WIDTH;

    private final ECPoint[] table = new ECPoint[PLACES * DIGITS];

    FixedBase(ECPoint base) {
        ECPoint unit = base;
        for (int place = 0; place < PLACES; place++) {
            int at = place * DIGITS;
            this.table[at] = base.getCurve().getInfinity();
            for (int digit = 1; digit < DIGITS; digit++) {
                this.table[at + digit] = this.table[at + digit - 1].add(unit);
            }
            unit = this.table[at + DIGITS - 1].add(unit).normalize();
        }
        base.getCurve().normalizeAll(this.table);
    }

    /** {@code sum + scalar * base}, not normalised. */
    ECPoint addMultiple(ECPoint sum, BigInteger scalar) {
        ECPoint result = sum;
        for (int place = 0; place < PLACES; place++) {
            int digit = 0;
            for (int bit = WIDTH - 1; bit >= 0; bit--) {
                digit = digit << 1 | (scalar.testBit(place * WIDTH + bit) ? 1 : 0);
            }
            if (digit != 0) {
                result = result.add(this.table[place * DIGITS + digit]);
            }
        }
        return result;
    }
}
