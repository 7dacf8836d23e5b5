package io.filetao.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.cid.Cid;
import java.util.Base64;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePayloadTests {

    private static final Cid CID = Cid.of(new byte[] {1, 2, 3});

    private final byte[] secret = seeded(1);
    private final byte[] fileKey = FileCipher.newKey();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "plain.txt", "with spaces and\na newline", "Größe 你好 👩‍👩‍👧.bin"})
    void openGivesBackWhatWasSealed(@Nullable String name) throws Exception {
        FilePayload payload = new FilePayload(this.fileKey, 1L << 40, name, "text/plain");

        FilePayload opened = FilePayload.open(payload.seal(this.secret, CID), this.secret, CID);

        assertThat(opened.fileKey()).isEqualTo(this.fileKey);
        assertThat(opened.size()).isEqualTo(1L << 40);
        assertThat(opened.name()).isEqualTo(name);
        assertThat(opened.contentType()).isEqualTo("text/plain");
    }

    @Test
    void openWithAnotherColdkeySaysSo() {
        String sealed = payload("a").seal(this.secret, CID);

        assertThatExceptionOfType(ForeignFileException.class)
                .isThrownBy(() -> FilePayload.open(sealed, seeded(2), CID))
                .withMessageContaining("This file belongs to another coldkey");
    }

    @Test
    void openForAnotherFileIsRefused() {
        String sealed = payload("a").seal(this.secret, CID);

        assertThatExceptionOfType(FiletaoClientException.class)
                .isThrownBy(() -> FilePayload.open(sealed, this.secret, Cid.of(new byte[0])))
                .withMessageContaining("belongs to another file");
    }

    @Test
    void openWhenAnyByteIsChangedIsRefused() {
        byte[] sealed = Base64.getUrlDecoder().decode(payload("a").seal(this.secret, CID));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            String text = Base64.getUrlEncoder().encodeToString(changed);
            assertThatExceptionOfType(FiletaoClientException.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> FilePayload.open(text, this.secret, CID));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AQ", "Ag", "not base64 at all"})
    void openWhenItIsNoPayloadIsRefused(String text) {
        assertThatExceptionOfType(FiletaoClientException.class)
                .isThrownBy(() -> FilePayload.open(text, this.secret, CID));
    }

    @Test
    void openWhenItIsCutIsRefused() {
        String sealed = payload("a").seal(this.secret, CID);
        for (int length = 0; length < sealed.length(); length += 7) {
            String cut = sealed.substring(0, length);
            assertThatExceptionOfType(FiletaoClientException.class)
                    .isThrownBy(() -> FilePayload.open(cut, this.secret, CID));
        }
    }

    @Test
    void sealHidesTheLengthOfTheNameAndFitsTheHeader() {
        assertThat(payload("a").seal(this.secret, CID))
                .hasSameSizeAs(payload("a".repeat(80)).seal(this.secret, CID));
        assertThat(payload("x".repeat(1024)).seal(this.secret, CID)).hasSizeLessThan(8 * 1024);
    }

    @Test
    void newPayloadWhenTheNameIsTooLongIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> payload("ü".repeat(513)));
    }

    private FilePayload payload(String name) {
        return new FilePayload(this.fileKey, 5, name, "application/octet-stream");
    }

    private static byte[] seeded(int seed) {
        byte[] bytes = new byte[64];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
