package io.filetao.common.cid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.cid.InvalidCidException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidTests {

    private static final String HELLO =
            "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @Test
    void ofEqualsTheIdentifiersThatOtherToolsPrint() {
        assertThat(Cid.of("hello world".getBytes(StandardCharsets.UTF_8))).hasToString(HELLO);
        assertThat(Cid.of(new byte[0]))
                .hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    }

    @Test
    void decodeRoundTrips() {
        Cid cid = Cid.of(new byte[] {1, 2, 3});
        assertThat(Cid.decode(cid.toString())).isEqualTo(cid);
        assertThat(Cid.ofDigest(cid.digest())).isEqualTo(cid);
    }

    @ParameterizedTest
    @CsvSource({
        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG, VERSION_0",
        "zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA, OTHER_BASE",
        "BAFKREIFZJUT3TE2NHYEKKLSS27NH3K72YSCO7Y32KOAO5EEI66WOF36N5E, OTHER_BASE",
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi, OTHER_CODEC",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5f, MALFORMED",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5, MALFORMED",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5ea, MALFORMED",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n1e, MALFORMED",
        "hello, MALFORMED",
        "b, MALFORMED",
        "'', MALFORMED",
        "../../etc/passwd, MALFORMED"
    })
    void decodeWhenTheTextIsAnythingElseSaysWhat(String text, Reason reason) {
        assertThatExceptionOfType(InvalidCidException.class)
                .isThrownBy(() -> Cid.decode(text))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    @Test
    void decodeWhenTheHashIsAnotherSaysSo() {
        byte[] sha512 = new byte[68];
        sha512[0] = 1;
        sha512[1] = 0x55;
        sha512[2] = 0x13;
        sha512[3] = 0x40;
        assertThatExceptionOfType(InvalidCidException.class)
                .isThrownBy(() -> Cid.decode("b" + Base32.encode(sha512)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.OTHER_HASH));
    }

    @Test
    void decodeWhenTheTextIsHugeRefusesAtOnce() {
        assertThatExceptionOfType(InvalidCidException.class)
                .isThrownBy(() -> Cid.decode("b" + "a".repeat(10_000_000)));
    }
}
