package io.filetao.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseSignatureTests {

    private static final Keypair RESPONDER = Keypair.ofUri("//Bob");
    private static final Ss58Address CALLER = Keypair.ofUri("//Alice").address();
    private static final Hash BODY = Hash.sha256("answer".getBytes(StandardCharsets.UTF_8));

    private final byte[] signature = ResponseSignature.sign(RESPONDER, 7, 200, BODY, CALLER);

    @Test
    void payloadIsSixLines() {
        assertThat(
                        new String(
                                ResponseSignature.payload(
                                        RESPONDER.address(), 7, 200, BODY, CALLER),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        "filetao-response/1\n7\n200\n"
                                + BODY.hex()
                                + "\n5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"
                                + "\n5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    }

    @Test
    void verifyWhenEverythingIsAsSignedAccepts() {
        assertThat(
                        ResponseSignature.verify(
                                RESPONDER.address(), 7, 200, BODY, CALLER, this.signature))
                .isTrue();
    }

    @Test
    void verifyWhenAnythingDiffersRefuses() {
        Ss58Address responder = RESPONDER.address();
        byte[] s = this.signature;
        assertThat(ResponseSignature.verify(CALLER, 7, 200, BODY, CALLER, s)).isFalse();
        assertThat(ResponseSignature.verify(responder, 8, 200, BODY, CALLER, s)).isFalse();
        assertThat(ResponseSignature.verify(responder, 7, 201, BODY, CALLER, s)).isFalse();
        assertThat(ResponseSignature.verify(responder, 7, 200, Hash.sha256(), CALLER, s)).isFalse();
        assertThat(ResponseSignature.verify(responder, 7, 200, BODY, responder, s)).isFalse();
        assertThat(ResponseSignature.verify(responder, 7, 200, BODY, CALLER, new byte[64]))
                .isFalse();
    }

    @Test
    void parseReadsWhatFormatWritesAndNothingElse() {
        String header = ResponseSignature.format(this.signature);
        assertThat(ResponseSignature.parse(header)).isEqualTo(this.signature);
        assertThat(ResponseSignature.parse(null)).isNull();
        assertThat(ResponseSignature.parse(header + "00")).isNull();
        assertThat(ResponseSignature.parse("0x" + "g".repeat(128))).isNull();
        assertThat(ResponseSignature.parse("1" + header.substring(1))).isNull();
    }
}
