package io.filetao.common.broadband;

import io.filetao.common.crypto.Hash;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle root over a file's bytes: leaves of 64 KiB hashed as {@code H(0x00 || leaf)}, pairs as {@code H(0x01 || left || right)},
 * an odd one moves up as it is (the tree of RFC 6962). The root of no bytes is {@code H()}.
 */
final class ContentTree {

    static final int LEAF_BYTES = 64 << 10;

    private final MessageDigest digest = Hash.newSha256();
    private final List<Level> levels = new ArrayList<>();
    private int inLeaf;

    /**
     * The tree over whole leaves, to go on with later.
     *
     * @param state of {@link #state()}
     * @throws IllegalArgumentException when it is damaged
     */
    static ContentTree of(byte[] state) {
        ContentTree tree = new ContentTree();
        ByteBuffer in = ByteBuffer.wrap(state);
        while (in.hasRemaining()) {
            Level level = new Level();
            if (in.get() != 0) {
                if (in.remaining() < Hash.BYTES) {
                    throw new IllegalArgumentException("The state of a content tree is damaged");
                }
                byte[] left = new byte[Hash.BYTES];
                in.get(left);
                level.left = left;
            }
            tree.levels.add(level);
        }
        return tree;
    }

    /**
     * The subtrees that wait for their right neighbour, smallest first: 1 and 32 bytes each, 0 where none does.
     *
     * @throws IllegalStateException when the last leaf is not whole
     */
    byte[] state() {
        if (this.inLeaf > 0) {
            throw new IllegalStateException("A tree is kept between leaves only");
        }
        ByteBuffer out = ByteBuffer.allocate(this.levels.size() * (1 + Hash.BYTES));
        for (Level level : this.levels) {
            out.put((byte) (level.left == null ? 0 : 1));
            if (level.left != null) {
                out.put(level.left);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Adds the next bytes. */
    void update(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (this.inLeaf == 0) {
                this.digest.update((byte) 0);
            }
            int count = Math.min(end - position, LEAF_BYTES - this.inLeaf);
            this.digest.update(bytes, position, count);
            position += count;
            this.inLeaf += count;
            if (this.inLeaf == LEAF_BYTES) {
                leaf();
            }
        }
    }

    /** The root of all bytes; nothing is added after it. */
    Hash root() {
        if (this.inLeaf > 0) {
            leaf();
        }
        byte @Nullable [] root = null;
        for (Level level : this.levels) {
            if (level.left != null) {
                root = root == null ? level.left : pair(level.left, root);
            }
        }
        return root == null ? Hash.sha256() : Hash.of(root);
    }

    private void leaf() {
        byte[] node = this.digest.digest();
        this.inLeaf = 0;
        for (Level level : this.levels) {
            if (level.left == null) {
                level.left = node;
                return;
            }
            node = pair(level.left, node);
            level.left = null;
        }
        Level top = new Level();
        top.left = node;
        this.levels.add(top);
    }

    private byte[] pair(byte[] left, byte[] right) {
        this.digest.update((byte) 1);
        this.digest.update(left);
        this.digest.update(right);
        return this.digest.digest();
    }

    /** A subtree of a power of two leaves that waits for its right neighbour. */
    private static final class Level {
        byte @Nullable [] left;
    }
}
