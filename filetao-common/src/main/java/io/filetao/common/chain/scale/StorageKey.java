package io.filetao.common.chain.scale;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The place of a value in a chain's storage: the hashed names of pallet and item, then one hashed part per key of a map.
 *
 * <pre>
 * StorageKey uid = StorageKey.of("SubtensorModule", "Uids").with(IDENTITY, netuid).with(BLAKE2_128_CONCAT, hotkey);
 * </pre>
 */
public final class StorageKey {

    private final byte[] bytes;

    private StorageKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key of a plain item, which is also the prefix of all keys of a map. */
    public static StorageKey of(String pallet, String item) {
        return new StorageKey(name(pallet)).append(name(item));
    }

    /** Adds one encoded key of a map. */
    public StorageKey with(StorageHasher hasher, byte[] key) {
        return append(hasher.hash(key));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return this.bytes.clone();
    }

    /** {@code 0x} and the bytes in hexadecimal, as nodes take it. */
    public String hex() {
        return "0x" + HexFormat.of().formatHex(this.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StorageKey key && Arrays.equals(this.bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(this.bytes);
    }

    @Override
    public String toString() {
        return hex();
    }

    private StorageKey append(byte[] part) {
        return new StorageKey(
                ByteBuffer.allocate(this.bytes.length + part.length)
                        .put(this.bytes)
                        .put(part)
                        .array());
    }

    private static byte[] name(String name) {
        return StorageHasher.TWOX_128.hash(name.getBytes(StandardCharsets.UTF_8));
    }
}
