package io.filetao.common.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * {@code hash_to_curve} of RFC 9380 for the suite P256_XMD:SHA-256_SSWU_RO_. Nobody knows the discrete logarithm of
 * what it returns. Not constant in time: for public messages only.
 */
public final class P256HashToCurve {

    private static final ECCurve CURVE = CustomNamedCurves.getByName("secp256r1").getCurve();
    private static final BigInteger P = CURVE.getField().getCharacteristic();
    private static final BigInteger A = P.subtract(BigInteger.valueOf(3));
    private static final BigInteger B = CURVE.getB().toBigInteger();
    private static final BigInteger Z = P.subtract(BigInteger.TEN);
    private static final BigInteger ROOT_EXPONENT = P.add(BigInteger.ONE).shiftRight(2);
    private static final int ELEMENT_BYTES = 48;

    private P256HashToCurve() {}

    /** The point of an ASCII message under a domain separation tag, normalised. */
    public static ECPoint hash(String message, String dst) {
        byte[] uniform =
                new ExpandMessage(dst)
                        .expand(message.getBytes(StandardCharsets.US_ASCII), 2 * ELEMENT_BYTES);
        ECPoint first = map(element(uniform, 0));
        ECPoint second = map(element(uniform, ELEMENT_BYTES));
        return first.add(second).normalize();
    }

    private static BigInteger element(byte[] uniform, int offset) {
        return new BigInteger(1, Arrays.copyOfRange(uniform, offset, offset + ELEMENT_BYTES))
                .mod(P);
    }

    /** The simplified Shallue-van de Woestijne-Ulas map, section 6.6.2. */
    private static ECPoint map(BigInteger u) {
        BigInteger zu2 = Z.multiply(u).multiply(u).mod(P);
        BigInteger tv = zu2.multiply(zu2).add(zu2).mod(P);
        BigInteger x1 =
                tv.signum() == 0
                        ? B.multiply(Z.multiply(A).modInverse(P)).mod(P)
                        : P.subtract(B)
                                .multiply(A.modInverse(P))
                                .multiply(tv.modInverse(P).add(BigInteger.ONE))
                                .mod(P);
        BigInteger x = x1;
        BigInteger y = root(x);
        if (y.signum() < 0) {
            x = zu2.multiply(x1).mod(P);
            y = root(x);
        }
        if (y.testBit(0) != u.testBit(0)) {
            y = P.subtract(y).mod(P);
        }
        return CURVE.validatePoint(x, y);
    }

    /** A square root of {@code x^3 + Ax + B}, or a negative number when there is none. */
    private static BigInteger root(BigInteger x) {
        BigInteger square = x.multiply(x).add(A).multiply(x).add(B).mod(P);
        BigInteger candidate = square.modPow(ROOT_EXPONENT, P);
        return candidate.multiply(candidate).mod(P).equals(square)
                ? candidate
                : BigInteger.ONE.negate();
    }
}
