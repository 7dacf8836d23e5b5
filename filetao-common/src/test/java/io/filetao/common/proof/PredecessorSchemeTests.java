package io.filetao.common.proof;

import static io.filetao.common.proof.PredecessorScheme.ascii;
import static io.filetao.common.proof.PredecessorScheme.decimal;
import static io.filetao.common.proof.PredecessorScheme.hash;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Known answers of the predecessor's own code, so that the comparison is with it and not with a straw man. */
class PredecessorSchemeTests {

    private static final String SEED0 = "0".repeat(64);
    private static final String SEED1 = "1".repeat(64);

    @Test
    void hashWhenChainedGivesThePredecessorsNumbers() {
        byte[] data = ascii("hello filetao");

        assertThat(decimal(hash(data)))
                .isEqualTo(
                        "97054078415223017863511050017096591792173394092755724813741921618510565319914");
        String proof = decimal(hash(data, ascii(SEED0)));
        assertThat(proof)
                .isEqualTo(
                        "1425742718310691598123323175376036409725536261806700979306076081946066302770");
        assertThat(decimal(hash(ascii(proof), ascii(SEED1))))
                .isEqualTo(
                        "104329977264366749791437988959232474920206601326032150399133768087666301657005");
    }

    @Test
    void rootWhenTwoLeavesGivesThePredecessorsRoot() {
        byte[] root = PredecessorScheme.root(List.of(hash(new byte[] {0}), hash(new byte[] {1})));

        assertThat(HexFormat.of().formatHex(root))
                .isEqualTo("d9a58c55807dd1bd547132f162bb15314b2d185c828ae604c53e6eaf705a071c");
    }

    @Test
    void commitWhenKnownGeneratorsGivesThePredecessorsPoint() {
        byte[] point =
                PredecessorScheme.text(
                        PredecessorScheme.commit(
                                ascii("chunk"),
                                SEED1,
                                BigInteger.valueOf(123456789),
                                Pedersen.G.multiply(BigInteger.valueOf(3)).normalize(),
                                Pedersen.G.multiply(BigInteger.valueOf(5)).normalize()));

        assertThat(HexFormat.of().formatHex(point))
                .startsWith("313130353638353933383638303638393934303839343736");
    }

    @Test
    void verifyWhenMinerIsHonestAccepts() {
        byte[] data = Samples.bytes(20_000, 1);
        PredecessorScheme.Answer answer =
                PredecessorScheme.answer(data, SEED0, SEED1, 2_000, 3, new Random(1));

        assertThat(PredecessorScheme.verify(answer, SEED1)).isTrue();
        assertThat(PredecessorScheme.verify(answer, SEED0)).isFalse();
    }
}
