package io.filetao.common.proof;

import io.filetao.common.crypto.AesCtr;
import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The challenge's coefficients {@code nu_i}: 31-bit words of {@code AES-CTR(HKDF(seed, "nu"))}, in order. */
final class Coefficients {

    private final AesCtr stream;

    Coefficients(Hash seed) {
        this.stream = new AesCtr(AuditKeys.derive(seed.bytes(), HashInput.of("nu")));
    }

    int[] next(int count) {
        byte[] bytes = new byte[4 * count];
        this.stream.keystream(bytes, 0, bytes.length);
        int[] words = new int[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        for (int i = 0; i < count; i++) {
            words[i] &= Field.COEFFICIENT_MASK;
        }
        return words;
    }
}
