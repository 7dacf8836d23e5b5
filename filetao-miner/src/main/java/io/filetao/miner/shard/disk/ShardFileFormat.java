package io.filetao.miner.shard.disk;

import io.filetao.common.proof.ShardGeometry;
import io.filetao.common.proof.ShardMeta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * Where things are in a shard's file: the sealed bytes from the start, two slots for what changes, the record that came with
 * the bytes, and a footer that says how long these are.
 *
 * @param sealedLength bytes of the sealed shard, a multiple of 4,096
 * @param metaLength bytes of the encoded {@link ShardMeta}
 * @param metaChecksum CRC-32C of them
 * @param storedAt when the shard arrived, whole seconds
 */
record ShardFileFormat(long sealedLength, int metaLength, int metaChecksum, Instant storedAt) {

    static final int SLOT_BYTES = 512;
    static final int SLOTS = 2;
    static final int FOOTER_BYTES = 36;

    private static final long MAGIC =
            ByteBuffer.wrap("FTSHARD1".getBytes(StandardCharsets.US_ASCII)).getLong();
    private static final int MAX_META = ShardMeta.encodedLength(new ShardGeometry(1L << 30));

    /** Size of the whole file of a shard. */
    static long fileLength(ShardGeometry geometry) {
        return geometry.sealedLength()
                + SLOTS * SLOT_BYTES
                + ShardMeta.encodedLength(geometry)
                + FOOTER_BYTES;
    }

    static ShardFileFormat of(long sealedLength, byte[] meta, Instant storedAt) {
        return new ShardFileFormat(
                sealedLength,
                meta.length,
                checksum(meta),
                Instant.ofEpochSecond(storedAt.getEpochSecond()));
    }

    long slot(int index) {
        return this.sealedLength + (long) index * SLOT_BYTES;
    }

    long meta() {
        return slot(SLOTS);
    }

    long footer() {
        return meta() + this.metaLength;
    }

    ByteBuffer encodeFooter() {
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES);
        footer.putLong(MAGIC)
                .putLong(this.sealedLength)
                .putInt(this.metaLength)
                .putInt(this.metaChecksum)
                .putLong(this.storedAt.getEpochSecond());
        return footer.putInt(checksum(footer.array(), FOOTER_BYTES - 4)).flip();
    }

    static ShardFileFormat decodeFooter(byte[] bytes, long fileLength) throws IOException {
        ByteBuffer footer = ByteBuffer.wrap(bytes);
        if (footer.getLong() != MAGIC
                || footer.getInt(FOOTER_BYTES - 4) != checksum(bytes, FOOTER_BYTES - 4)) {
            throw new UnreadableShardException("it does not end with a shard's footer");
        }
        ShardFileFormat format =
                new ShardFileFormat(
                        footer.getLong(),
                        footer.getInt(),
                        footer.getInt(),
                        Instant.ofEpochSecond(footer.getLong()));
        if (format.sealedLength < 0
                || format.metaLength < 0
                || format.metaLength > MAX_META
                || format.footer() + FOOTER_BYTES != fileLength) {
            throw new UnreadableShardException("its length is not what its footer says");
        }
        return format;
    }

    static int checksum(byte[] bytes) {
        return checksum(bytes, bytes.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
