package io.filetao.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCipherTests {

    private static final int ROOM = FileCipher.SEGMENT_BYTES - FileCipher.TAG_BYTES;
    private static final int FIRST_ROOM = ROOM - FileCipher.HEADER_BYTES;

    private final FileCipher cipher = new FileCipher(FileCipher.newKey());

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, FIRST_ROOM - 1, FIRST_ROOM, FIRST_ROOM + 1, FIRST_ROOM + ROOM, 300_000})
    void decryptingGivesBackWhatWasEncrypted(int size) throws IOException {
        byte[] plain = bytes(size);

        byte[] ciphertext = encrypt(plain);

        assertThat(ciphertext).hasSize((int) FileCipher.ciphertextSize(size));
        assertThat(FileCipher.plaintextSize(ciphertext.length)).isEqualTo(size);
        assertThat(decrypt(ciphertext)).isEqualTo(plain);
    }

    @Test
    void plaintextSizeWhenNoFileHasThatSizeRefuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> FileCipher.plaintextSize(55));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileCipher.plaintextSize(FileCipher.SEGMENT_BYTES + 16));
    }

    @Test
    void encryptingTheSameBytesTwiceGivesDifferentCiphertexts() throws IOException {
        assertThat(encrypt(bytes(100))).isNotEqualTo(encrypt(bytes(100)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 39, 40, 60_000, 65_535, 65_536, 199_999})
    void decryptingWhenOneBitIsFlippedFails(int position) throws IOException {
        byte[] ciphertext = encrypt(bytes(200_000));
        ciphertext[position] ^= 4;

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> decrypt(ciphertext));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 39, 56, 65_536, 131_072, 200_000})
    void decryptingWhenTheEndIsMissingFails(int length) throws IOException {
        byte[] ciphertext = Arrays.copyOf(encrypt(bytes(200_000)), length);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> decrypt(ciphertext));
    }

    @Test
    void decryptingWhenSegmentsAreSwappedFails() throws IOException {
        byte[] ciphertext = encrypt(bytes(200_000));
        byte[] second = Arrays.copyOfRange(ciphertext, 65_536, 131_072);
        System.arraycopy(ciphertext, 131_072, ciphertext, 65_536, 65_536);
        System.arraycopy(second, 0, ciphertext, 131_072, 65_536);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> decrypt(ciphertext));
    }

    @Test
    void decryptingFromTheMiddleTouchesOnlyTheSegmentsOfTheRange(@TempDir Path directory)
            throws IOException {
        byte[] plain = bytes(1_000_000);
        byte[] ciphertext = encrypt(plain);
        long from = 400_000;
        long to = 500_000;
        var range = FileCipher.ciphertextRange(from, to, ciphertext.length);
        for (int i = FileCipher.HEADER_BYTES; i < ciphertext.length; i++) {
            if (i < range.from() || i >= range.to()) {
                ciphertext[i] = 0;
            }
        }
        Path file = Files.write(directory.resolve("ciphertext"), ciphertext);

        ByteBuffer read = ByteBuffer.allocate((int) (to - from));
        try (SeekableByteChannel channel = this.cipher.decrypting(Files.newByteChannel(file))) {
            channel.position(from);
            while (read.hasRemaining()) {
                assertThat(channel.read(read)).isPositive();
            }
        }

        assertThat(read.array()).isEqualTo(Arrays.copyOfRange(plain, (int) from, (int) to));
        assertThat(range.to() - range.from()).isLessThanOrEqualTo(3L * FileCipher.SEGMENT_BYTES);
    }

    private byte[] encrypt(byte[] plain) throws IOException {
        ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
        try (OutputStream out = this.cipher.encrypting(ciphertext)) {
            out.write(plain);
        }
        return ciphertext.toByteArray();
    }

    private byte[] decrypt(byte[] ciphertext) throws IOException {
        try (InputStream in = this.cipher.decrypting(new ByteArrayInputStream(ciphertext))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(21).nextBytes(bytes);
        return bytes;
    }
}
