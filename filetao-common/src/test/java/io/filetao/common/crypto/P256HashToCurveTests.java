package io.filetao.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors of RFC 9380: appendix J.1.1 for the suite, appendix K.1 for the expander. */
class P256HashToCurveTests {

    private static final String DST = "QUUX-V01-CS02-with-P256_XMD:SHA-256_SSWU_RO_";

    private static String message(String name) {
        return switch (name) {
            case "q128" -> "q128_" + "q".repeat(128);
            case "a512" -> "a512_" + "a".repeat(512);
            case "empty" -> "";
            default -> name;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "empty,2c15230b26dbc6fc9a37051158c95b79656e17a1a920b11394ca91c44247d3e4,8a7a74985cc5c776cdfe4b1f19884970453912e9d31528c060be9ab5c43e8415",
        "abc,0bb8b87485551aa43ed54f009230450b492fead5f1cc91658775dac4a3388a0f,5c41b3d0731a27a7b14bc0bf0ccded2d8751f83493404c84a88e71ffd424212e",
        "abcdef0123456789,65038ac8f2b1def042a5df0b33b1f4eca6bff7cb0f9c6c1526811864e544ed80,cad44d40a656e7aff4002a8de287abc8ae0482b5ae825822bb870d6df9b56ca3",
        "q128,4be61ee205094282ba8a2042bcb48d88dfbb609301c49aa8b078533dc65a0b5d,98f8df449a072c4721d241a3b1236d3caccba603f916ca680f4539d2bfb3c29e",
        "a512,457ae2981f70ca85d8e24c308b14db22f3e3862c5ea0f652ca38b5e49cd64bc5,ecb9f0eadc9aeed232dabc53235368c1394c78de05dd96893eefa62b0f4757dc"
    })
    void hashWhenRfcMessageGivesRfcPoint(String name, String x, String y) {
        ECPoint point = P256HashToCurve.hash(message(name), DST);

        assertThat(point.getAffineXCoord().toBigInteger().toString(16)).isEqualTo(trim(x));
        assertThat(point.getAffineYCoord().toBigInteger().toString(16)).isEqualTo(trim(y));
    }

    @ParameterizedTest
    @CsvSource({
        "empty,68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235",
        "abc,d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615",
        "abcdef0123456789,eff31487c770a893cfb36f912fbfcbff40d5661771ca4b2cb4eafe524333f5c1"
    })
    void expandWhenRfcMessageGivesRfcBytes(String name, String hex) {
        byte[] expanded =
                new ExpandMessage("QUUX-V01-CS02-with-expander-SHA256-128")
                        .expand(message(name).getBytes(StandardCharsets.US_ASCII), 32);

        assertThat(HexFormat.of().formatHex(expanded)).isEqualTo(hex);
    }

    private static String trim(String hex) {
        return hex.replaceFirst("^0+", "");
    }
}
