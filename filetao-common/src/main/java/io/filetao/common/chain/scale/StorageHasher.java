package io.filetao.common.chain.scale;

import io.filetao.common.crypto.Blake2b;
import io.filetao.common.crypto.XxHash64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a storage map hashes its keys; in the order of the chain's metadata. */
public enum StorageHasher {
    BLAKE2_128(false),
    BLAKE2_256(false),
    BLAKE2_128_CONCAT(true),
    TWOX_128(false),
    TWOX_256(false),
    TWOX_64_CONCAT(true),
    IDENTITY(true);

    private final boolean reversible;

    StorageHasher(boolean reversible) {
        this.reversible = reversible;
    }

    /** Whether the hashed key ends with the key itself, so that a scan by prefix yields it back. */
    public boolean isReversible() {
        return this.reversible;
    }

    /** The part of a storage key that stands for an encoded key. */
    public byte[] hash(byte[] key) {
        return switch (this) {
            case BLAKE2_128 -> Blake2b.hash128(key);
            case BLAKE2_256 -> Blake2b.hash256(key);
            case BLAKE2_128_CONCAT -> concat(Blake2b.hash128(key), key);
            case TWOX_128 -> twox(key, 2);
            case TWOX_256 -> twox(key, 4);
            case TWOX_64_CONCAT -> concat(twox(key, 1), key);
            case IDENTITY -> key.clone();
        };
    }

    /** xxHash64 under the seeds 0, 1, …, each little-endian. */
    private static byte[] twox(byte[] key, int words) {
        ByteBuffer hash = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int seed = 0; seed < words; seed++) {
            hash.putLong(XxHash64.hash(key, seed));
        }
        return hash.array();
    }

    private static byte[] concat(byte[] hash, byte[] key) {
        return ByteBuffer.allocate(hash.length + key.length).put(hash).put(key).array();
    }
}
