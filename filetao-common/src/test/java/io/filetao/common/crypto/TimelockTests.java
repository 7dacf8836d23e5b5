package io.filetao.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Vectors;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Against a real round of drand's quicknet, and against messages that arkworks' implementation sealed to it. */
class TimelockTests {

    private static final JsonNode KNOWN = Recording.timelock();
    private static final long ROUND = KNOWN.get("round").asLong();
    private static final byte[] SIGNATURE = Vectors.bytes(KNOWN, "signature");

    private final Timelock quicknet = Timelock.of(Vectors.bytes(KNOWN, "publicKey"));

    @Test
    void isSignatureAcceptsTheBeaconsOnly() {
        assertThat(this.quicknet.isSignature(ROUND, SIGNATURE)).isTrue();
        assertThat(this.quicknet.isSignature(ROUND + 1, SIGNATURE)).isFalse();
        assertThat(this.quicknet.isSignature(ROUND, new byte[48])).isFalse();
    }

    @Test
    void openReadsWhatAnotherImplementationSealed() {
        for (JsonNode sealed : KNOWN.get("sealed")) {
            assertThat(Timelock.open(Vectors.bytes(sealed, "bytes"), SIGNATURE))
                    .hasValueSatisfying(message ->
                            assertThat(message).isEqualTo(Vectors.bytes(sealed, "message")));
        }
    }

    @Test
    void openReadsWhatWasSealedToThatRoundAndNothingElse() {
        byte[] message = {1, 2, 3};
        byte[] sealed = this.quicknet.seal(ROUND, message, new SecureRandom());
        assertThat(Timelock.open(sealed, SIGNATURE))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(message));
        byte[] other = this.quicknet.seal(ROUND + 1, message, new SecureRandom());
        assertThat(Timelock.open(other, SIGNATURE)).isEmpty();
        assertThat(other).hasSize(sealed.length).isNotEqualTo(sealed);
    }

    @Test
    void openWhenBytesAreChangedOrCutOpensNothing() {
        byte[] sealed = Vectors.bytes(KNOWN.get("sealed").get(1), "bytes");
        Random random = new Random(4);
        for (int i = 0; i < 8; i++) {
            byte[] changed = sealed.clone();
            // The name of the cipher suite at the end is not read.
            changed[random.nextInt(sealed.length - 8)] ^= (byte) (1 << random.nextInt(8));
            assertThat(Timelock.open(changed, SIGNATURE)).isEmpty();
            assertThat(
                            Timelock.open(
                                    Arrays.copyOf(sealed, random.nextInt(sealed.length)),
                                    SIGNATURE))
                    .isEmpty();
        }
    }

    @Test
    void ofWhenTheKeyIsNoPointOfItsGroupThrows() {
        assertThatIllegalArgumentException().isThrownBy(() -> Timelock.of(new byte[96]));
        assertThatIllegalArgumentException().isThrownBy(() -> Timelock.of(SIGNATURE));
    }
}
