package io.filetao.common.proof;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The predecessor's scheme as it was, for comparison: every value that its verifier checks comes from the answer, the
 * generators included; only the seed is the validator's. It keeps nothing of the data but a name.
 */
final class PredecessorScheme {

    private static final ECPoint BASE = CustomNamedCurves.getByName("secp256r1").getG();

    private PredecessorScheme() {}

    /** One step of a path: the sibling and on which side it stands. */
    record Step(boolean left, byte[] sibling) {}

    /** Everything that a challenged miner sends. */
    record Answer(
            String commitmentHash,
            String proof,
            ECPoint commitment,
            byte[] chunk,
            BigInteger randomness,
            List<Step> path,
            byte[] root,
            ECPoint g,
            ECPoint h) {}

    /** An honest answer: chain over the data, commitments to every chunk, one of them opened. */
    static Answer answer(
            byte[] data,
            String previousSeed,
            String seed,
            int chunkSize,
            int index,
            Random random) {
        ECPoint g = BASE.multiply(new BigInteger(255, random)).normalize();
        ECPoint h = BASE.multiply(new BigInteger(255, random)).normalize();
        List<byte[]> leaves = new ArrayList<>();
        List<ECPoint> points = new ArrayList<>();
        List<BigInteger> blindings = new ArrayList<>();
        for (int at = 0; at < data.length; at += chunkSize) {
            byte[] chunk = Arrays.copyOfRange(data, at, Math.min(at + chunkSize, data.length));
            BigInteger r = new BigInteger(255, random);
            ECPoint point = commit(chunk, seed, r, g, h);
            points.add(point);
            blindings.add(r);
            leaves.add(text(point));
        }
        String proof = decimal(hash(data, ascii(previousSeed)));
        int from = index * chunkSize;
        return new Answer(
                decimal(hash(ascii(proof), ascii(seed))),
                proof,
                points.get(index),
                Arrays.copyOfRange(data, from, Math.min(from + chunkSize, data.length)),
                blindings.get(index),
                path(leaves, index),
                root(leaves),
                g,
                h);
    }

    /** What a miner without any data answers: a chunk of its own, alone in a tree of its own. */
    static Answer invented(byte[] chunk, String seed, Random random) {
        ECPoint g = BASE.multiply(new BigInteger(255, random)).normalize();
        ECPoint h = BASE.multiply(new BigInteger(255, random)).normalize();
        BigInteger r = new BigInteger(255, random);
        ECPoint point = commit(chunk, seed, r, g, h);
        String proof = "0";
        return new Answer(
                decimal(hash(ascii(proof), ascii(seed))),
                proof,
                point,
                chunk,
                r,
                List.of(),
                text(point),
                g,
                h);
    }

    /** The predecessor's check of a challenge. */
    static boolean verify(Answer answer, String seed) {
        String chained = decimal(hash(ascii(answer.proof()), ascii(seed)));
        ECPoint opened = commit(answer.chunk(), seed, answer.randomness(), answer.g(), answer.h());
        byte[] node = text(answer.commitment());
        for (Step step : answer.path()) {
            node = step.left() ? hash(step.sibling(), node) : hash(node, step.sibling());
        }
        return answer.commitmentHash().equals(chained)
                && opened.equals(answer.commitment())
                && Arrays.equals(node, answer.root());
    }

    static byte[] hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA3-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    static String decimal(byte[] digest) {
        return new BigInteger(1, digest).toString();
    }

    static byte[] root(List<byte[]> leaves) {
        List<byte[]> level = leaves;
        while (level.size() > 1) {
            level = parents(level);
        }
        return level.getFirst();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static ECPoint commit(byte[] chunk, String seed, BigInteger r, ECPoint g, ECPoint h) {
        BigInteger m = new BigInteger(1, hash(chunk, ascii(seed)));
        return g.multiply(m.mod(Pedersen.ORDER)).add(h.multiply(r.mod(Pedersen.ORDER))).normalize();
    }

    static byte[] text(ECPoint point) {
        return point.isInfinity()
                ? ascii("0,0")
                : ascii(
                        point.getAffineXCoord().toBigInteger()
                                + ","
                                + point.getAffineYCoord().toBigInteger());
    }

    private static List<Step> path(List<byte[]> leaves, int index) {
        List<Step> path = new ArrayList<>();
        List<byte[]> level = leaves;
        for (int i = index; level.size() > 1; i /= 2) {
            if ((i ^ 1) < level.size()) {
                path.add(new Step((i & 1) == 1, level.get(i ^ 1)));
            }
            level = parents(level);
        }
        return path;
    }

    private static List<byte[]> parents(List<byte[]> level) {
        List<byte[]> parents = new ArrayList<>();
        for (int i = 0; i + 1 < level.size(); i += 2) {
            parents.add(hash(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            parents.add(level.getLast());
        }
        return parents;
    }
}
