package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ss58AddressTests {

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    @Test
    void publicKeyAndTextGiveEachOther() {
        byte[] publicKey = Keypair.ofUri("//Alice").publicKey();
        assertThat(Ss58Address.of(publicKey).value()).isEqualTo(ALICE);
        assertThat(new Ss58Address(ALICE).publicKey()).isEqualTo(publicKey);
    }

    @Test
    void constructorWhenOneLetterIsMistypedThrows() {
        for (int i = 0; i < ALICE.length(); i++) {
            char other = ALICE.charAt(i) == 'x' ? 'y' : 'x';
            String mistyped = ALICE.substring(0, i) + other + ALICE.substring(i + 1);
            assertThatIllegalArgumentException()
                    .as(mistyped)
                    .isThrownBy(() -> new Ss58Address(mistyped));
        }
    }

    @Test
    void constructorWhenTheChecksumIsWrongSaysThatItIsMistyped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ss58Address(ALICE.replace("Fz9r", "Fz9s")))
                .withMessageContaining("mistyped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5",
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ",
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKut0O",
                "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccd"
            })
    void constructorWhenTheTextIsNoAddressOfThisChainThrows(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ss58Address(text));
    }
}
