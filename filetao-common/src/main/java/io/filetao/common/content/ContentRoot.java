package io.filetao.common.content;

import io.filetao.common.crypto.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle root over a file's bytes, {@code H(0x02 || u64 size || root of the tree)}, and the nodes from which it is proven that a
 * part belongs to it.
 *
 * @param hash what owners keep
 * @param groups the node above each group of {@link ContentTree#GROUP_BYTES}; none when there are fewer than two groups
 */
public record ContentRoot(Hash hash, List<Hash> groups) {

    public ContentRoot {
        groups = List.copyOf(groups);
    }

    /** The root of the given bytes. */
    public static ContentRoot of(byte[] bytes) {
        ContentTree tree = new ContentTree();
        tree.update(bytes, 0, bytes.length);
        return tree.root();
    }

    /** The hash and the groups' nodes, 32 bytes each. */
    public byte[] encode() {
        List<Hash> nodes = new ArrayList<>(1 + this.groups.size());
        nodes.add(this.hash);
        nodes.addAll(this.groups);
        return Hash.join(nodes);
    }

    /** Reads what {@link #encode} wrote. */
    public static ContentRoot decode(byte[] encoded) {
        List<Hash> nodes = Hash.split(encoded);
        return new ContentRoot(nodes.getFirst(), nodes.subList(1, nodes.size()));
    }

    /** The hash alone, of a file whose parts nobody needs to prove because whoever reads them decrypts them. */
    public ContentRoot withoutGroups() {
        return new ContentRoot(this.hash, List.of());
    }

    /**
     * Whether there is what proves a file's groups.
     *
     * @param size bytes of the file
     */
    public boolean isProvable(long size) {
        return size <= ContentTree.GROUP_BYTES || !this.groups.isEmpty();
    }

    /** 64 lower-case hexadecimal digits of the hash. */
    public String hex() {
        return this.hash.hex();
    }

    /**
     * What proves a group's blocks.
     *
     * @param group which one, from 0
     * @param bytes all bytes of the group
     */
    public ContentProof proof(int group, byte[] bytes) {
        return ContentProof.of(bytes, this.groups, group);
    }
}
