package io.filetao.common.broadband;

import io.filetao.common.crypto.Hash;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle root over a file's bytes: leaves of 64 KiB hashed as {@code H(0x00 || leaf)}, pairs as {@code H(0x01 || left || right)},
 * an odd one moves up as it is (the tree of RFC 6962). The root of no bytes is {@code H()}.
 */
final class ContentTree {

    static final int LEAF_BYTES = 64 << 10;

    private final MessageDigest digest = Hash.newSha256();
    private final List<Level> levels = new ArrayList<>();
    private int inLeaf;

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
