package io.filetao.common.proof;

import io.filetao.common.crypto.P256HashToCurve;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Pedersen commitments {@code m*G + r*Hgen} on P-256. Binding while nobody knows the discrete logarithm of Hgen, which
 * is hashed to the curve for that reason; hiding while r is uniform.
 */
final class Pedersen {

    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256r1");

    static final BigInteger ORDER = PARAMETERS.getN();
    static final ECPoint G = PARAMETERS.getG();
    static final ECPoint HGEN =
            P256HashToCurve.hash("pedersen/H", "FILETAO-V01-CS01-with-P256_XMD:SHA-256_SSWU_RO_");

    private static final FixedBase M_TABLE = new FixedBase(G);
    private static final FixedBase R_TABLE = new FixedBase(HGEN);

    private Pedersen() {}

    /** One commitment. */
    static Commitment commit(Scalar m, Scalar r) {
        return compress(point(m, r).normalize());
    }

    /** The point of a commitment, not normalised; see {@link #compress(List)}. */
    static ECPoint point(Scalar m, Scalar r) {
        return R_TABLE.addMultiple(
                M_TABLE.addMultiple(PARAMETERS.getCurve().getInfinity(), m.value()), r.value());
    }

    /** Compresses many points with one inversion. */
    static List<Commitment> compress(List<ECPoint> points) {
        ECPoint[] all = points.toArray(ECPoint[]::new);
        PARAMETERS.getCurve().normalizeAll(all);
        return List.of(all).stream().map(Pedersen::compress).toList();
    }

    /** Whether the bytes are a point on the curve that is not at infinity. */
    static boolean isPoint(Commitment commitment) {
        try {
            return !PARAMETERS.getCurve().decodePoint(commitment.bytes()).isInfinity();
        } catch (IllegalArgumentException notOnTheCurve) {
            return false;
        }
    }

    private static Commitment compress(ECPoint point) {
        return Commitment.of(point.getEncoded(true));
    }
}
