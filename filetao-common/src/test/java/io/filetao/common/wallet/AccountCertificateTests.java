package io.filetao.common.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AccountCertificateTests {

    private static final Keypair COLDKEY = Keypair.ofUri("//Alice");
    private static final Ss58Address HOTKEY = Keypair.ofUri("//AliceHot").address();
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.9Z");

    private final AccountCertificate certificate = AccountCertificate.create(COLDKEY, HOTKEY, NOW);

    @Test
    void parseAnswersWhatWasEncoded() {
        String text = this.certificate.encode();
        assertThat(text).hasSize(194).matches("[A-Za-z0-9_-]+");
        AccountCertificate parsed = AccountCertificate.parse(text);
        assertThat(parsed).isEqualTo(this.certificate);
        assertThat(parsed.verify(HOTKEY, NOW)).isTrue();
        assertThat(parsed.coldkey()).isEqualTo(COLDKEY.address());
        assertThat(parsed.hotkey()).isEqualTo(HOTKEY);
    }

    @Test
    void verifyWhenAnotherHotkeyShowsItRefuses() {
        assertThat(this.certificate.verify(COLDKEY.address(), NOW)).isFalse();
    }

    @Test
    void verifyWhenNotYetOrNoLongerInForceRefuses() {
        assertThat(this.certificate.verify(HOTKEY, NOW.minusSeconds(3))).isFalse();
        assertThat(this.certificate.verify(HOTKEY, NOW.minusSeconds(1))).isTrue();
        Instant end = this.certificate.expiresAt();
        assertThat(this.certificate.verify(HOTKEY, end.minusNanos(1))).isTrue();
        assertThat(this.certificate.verify(HOTKEY, end)).isFalse();
    }

    @Test
    void verifyWhenAnyByteDiffersRefuses() {
        byte[] bytes = Base64.getUrlDecoder().decode(this.certificate.encode());
        for (int i = 1; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(isGenuine(changed)).as("byte %d", i).isFalse();
        }
    }

    @Test
    void parseWhenTheTextIsNoCertificateThrows() {
        String text = this.certificate.encode();
        assertThatIllegalArgumentException().isThrownBy(() -> AccountCertificate.parse(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccountCertificate.parse(text.substring(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccountCertificate.parse("Ag" + text.substring(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccountCertificate.parse("*".repeat(194)));
    }

    private static boolean isGenuine(byte[] bytes) {
        try {
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            return AccountCertificate.parse(text).verify(HOTKEY, NOW);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
