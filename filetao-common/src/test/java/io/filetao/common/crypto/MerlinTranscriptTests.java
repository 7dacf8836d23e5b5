package io.filetao.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MerlinTranscriptTests {

    @Test
    void challengeEqualsMerlinsPublishedAnswer() {
        byte[] challenge =
                new MerlinTranscript("test protocol")
                        .append("some label", "some data".getBytes(StandardCharsets.US_ASCII))
                        .challenge("challenge", 32);
        assertThat(HexFormat.of().formatHex(challenge))
                .isEqualTo("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
    }

    @Test
    void keccakOfTheEmptyStringEqualsSha3() {
        byte[] state = new byte[KeccakPermutation.STATE_BYTES];
        state[0] = 0x06;
        state[135] = (byte) 0x80;
        KeccakPermutation.permute(state);
        assertThat(HexFormat.of().formatHex(state, 0, 32))
                .isEqualTo("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
    }

    @Test
    void witnessDiffersForOtherFreshRandomnessAndLeavesTheTranscriptAlone() {
        MerlinTranscript transcript = new MerlinTranscript("witness");
        MerlinTranscript untouched = transcript.copy();
        byte[] secret = new byte[32];
        byte[] one = transcript.witness("signing", secret, new byte[32], 64);
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(transcript.witness("signing", secret, other, 64)).isNotEqualTo(one);
        assertThat(transcript.challenge("next", 32)).isEqualTo(untouched.challenge("next", 32));
    }
}
