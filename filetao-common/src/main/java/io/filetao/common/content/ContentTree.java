package io.filetao.common.content;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the {@link ContentRoot} of bytes that come one after the other: leaves are blocks of {@value #BLOCK_BYTES} bytes, hashed as
 * {@code H(0x00 || block)}, pairs as {@code H(0x01 || left || right)}, an odd one moves up as it is (the tree of RFC 6962). It keeps
 * the leaves of the current group of {@value #GROUP_BLOCKS} blocks and one node for each group before it. See
 * docs/spec/data-path.md, section 6. Not safe for use by several threads.
 */
public final class ContentTree {

    /** Bytes of a block, the smallest part that can be verified; the last block of a file may be shorter. */
    public static final int BLOCK_BYTES = 64 << 10;

    /** Blocks whose leaves travel together. */
    public static final int GROUP_BLOCKS = 64;

    /** Bytes of a group. */
    public static final int GROUP_BYTES = GROUP_BLOCKS * BLOCK_BYTES;

    private final MessageDigest digest = Hash.newSha256();
    private final List<Hash> groups = new ArrayList<>();
    private final List<Hash> leaves = new ArrayList<>(GROUP_BLOCKS);
    private int inBlock;

    /**
     * The tree over bytes that were added before.
     *
     * @param state of {@link #state()}
     */
    public static ContentTree of(byte[] state) {
        ContentTree tree = new ContentTree();
        ByteBuffer in = ByteBuffer.wrap(state);
        int groups = in.getInt();
        for (int i = 0; in.hasRemaining(); i++) {
            byte[] node = new byte[Hash.BYTES];
            in.get(node);
            (i < groups ? tree.groups : tree.leaves).add(Hash.of(node));
        }
        return tree;
    }

    /**
     * What {@link #of} goes on from: the number of groups, their nodes, and the leaves of the group that is not full.
     *
     * @throws IllegalStateException when the last block is not whole
     */
    public byte[] state() {
        if (this.inBlock > 0) {
            throw new IllegalStateException("A tree is kept between blocks only");
        }
        ByteBuffer out =
                ByteBuffer.allocate(4 + (this.groups.size() + this.leaves.size()) * Hash.BYTES)
                        .putInt(this.groups.size());
        this.groups.forEach(node -> out.put(node.bytes()));
        this.leaves.forEach(leaf -> out.put(leaf.bytes()));
        return out.array();
    }

    /** Adds the next bytes. */
    public void update(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end) {
            if (this.inBlock == 0) {
                this.digest.update((byte) 0);
            }
            int count = Math.min(end - position, BLOCK_BYTES - this.inBlock);
            this.digest.update(bytes, position, count);
            position += count;
            this.inBlock += count;
            if (this.inBlock == BLOCK_BYTES) {
                leaf();
            }
        }
    }

    /** The root of all bytes; nothing is added after it. */
    public ContentRoot root() {
        long whole = (long) this.groups.size() * GROUP_BYTES + this.leaves.size() * BLOCK_BYTES;
        long size = whole + this.inBlock;
        if (this.inBlock > 0) {
            leaf();
        }
        if (!this.leaves.isEmpty()) {
            group();
        }
        Hash root = this.groups.isEmpty() ? Hash.sha256() : ContentNodes.root(this.groups);
        return new ContentRoot(
                ContentNodes.sized(size, root), this.groups.size() > 1 ? this.groups : List.of());
    }

    private void leaf() {
        this.leaves.add(Hash.of(this.digest.digest()));
        this.inBlock = 0;
        if (this.leaves.size() == GROUP_BLOCKS) {
            group();
        }
    }

    private void group() {
        this.groups.add(ContentNodes.root(this.leaves));
        this.leaves.clear();
    }
}
