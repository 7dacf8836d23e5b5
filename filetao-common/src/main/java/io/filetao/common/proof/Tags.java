package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;

/** The tags T of one shard: four field elements for each block, 17 bytes as a {@link FieldVector}. */
public final class Tags {

    /** Bytes of one block's tags. */
    public static final int BYTES = 17;

    private final byte[] packed;

    private Tags(byte[] packed) {
        this.packed = packed;
    }

    /** Masked tags of all blocks, four elements each. */
    static Tags of(long[] elements) {
        int blocks = elements.length / Field.TAGS;
        byte[] packed = new byte[blocks * BYTES];
        for (int i = 0; i < blocks; i++) {
            FieldVector.encode(elements, i * Field.TAGS, Field.TAGS, packed, i * BYTES);
        }
        return new Tags(packed);
    }

    /** Reads the tags of so many blocks and refuses any that are not canonical. */
    static Tags read(MessageReader in, int blocks) throws MalformedMessageException {
        byte[] packed = in.bytes(blocks * BYTES);
        for (int i = 0; i < blocks; i++) {
            if (!FieldVector.isCanonical(packed, i * BYTES, Field.TAGS)) {
                throw in.malformed("a tag is not canonical");
            }
        }
        return new Tags(packed);
    }

    /** {@code H(T)}. */
    Hash hash() {
        return HashInput.ofBytes(this.packed).hash();
    }

    int blocks() {
        return this.packed.length / BYTES;
    }

    void read(int block, long[] out) {
        FieldVector.decode(this.packed, block * BYTES, Field.TAGS, out, 0);
    }

    void write(MessageWriter out) {
        out.bytes(this.packed);
    }
}
