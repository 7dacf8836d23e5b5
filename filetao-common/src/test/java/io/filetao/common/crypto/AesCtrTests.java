package io.filetao.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AesCtrTests {

    private static final byte[] KEY =
            HexFormat.of()
                    .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void keystreamWhenCountingFromZeroEncryptsTheCounters() throws Exception {
        byte[] stream = new byte[48];
        new AesCtr(KEY).keystream(stream, 0, stream.length);

        javax.crypto.Cipher ecb = javax.crypto.Cipher.getInstance("AES/ECB/NoPadding");
        ecb.init(javax.crypto.Cipher.ENCRYPT_MODE, new javax.crypto.spec.SecretKeySpec(KEY, "AES"));
        byte[] counters = new byte[48];
        counters[31] = 1;
        counters[47] = 2;
        assertThat(stream).isEqualTo(ecb.doFinal(counters));
    }

    @Test
    void seekWhenInsideABlockContinuesTheSameStream() {
        byte[] whole = new byte[100_000];
        new AesCtr(KEY).keystream(whole, 0, whole.length);
        AesCtr stream = new AesCtr(KEY);

        for (int position : new int[] {77_777, 0, 16, 15, 65_536, 99_999}) {
            stream.seek(position);
            byte[] rest = new byte[whole.length - position];
            stream.keystream(rest, 0, rest.length);
            assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, position, whole.length));
        }
    }
}
