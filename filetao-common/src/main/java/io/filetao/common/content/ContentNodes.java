package io.filetao.common.content;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The arithmetic of the tree of RFC 6962, level by level: neighbours are paired from the left, an odd one moves up as it is. */
final class ContentNodes {

    private static final byte[] LEAF = {0};
    private static final byte[] PAIR = {1};
    private static final byte[] SIZED = {2};

    private ContentNodes() {}

    /** {@code H(0x00 || block)}. */
    static Hash leaf(byte[] bytes, int offset, int length) {
        var digest = Hash.newSha256();
        digest.update(LEAF);
        digest.update(bytes, offset, length);
        return Hash.of(digest.digest());
    }

    /** {@code H(0x02 || u64 size || root)}: binds the root to the number of bytes. */
    static Hash sized(long size, Hash root) {
        return Hash.sha256(SIZED, ByteBuffer.allocate(8).putLong(size).array(), root.bytes());
    }

    /** Root over at least one node. */
    static Hash root(List<Hash> nodes) {
        List<Hash> level = nodes;
        while (level.size() > 1) {
            level = parents(level);
        }
        return level.getFirst();
    }

    /** The siblings of one node from the bottom up. */
    static List<Hash> path(List<Hash> nodes, int index) {
        List<Hash> path = new ArrayList<>();
        List<Hash> level = nodes;
        for (int i = index; level.size() > 1; i /= 2) {
            if ((i ^ 1) < level.size()) {
                path.add(level.get(i ^ 1));
            }
            level = parents(level);
        }
        return path;
    }

    /** Number of siblings of one node among so many. */
    static int pathLength(int index, int count) {
        int length = 0;
        for (int i = index, size = count; size > 1; i /= 2, size = (size + 1) / 2) {
            length += (i ^ 1) < size ? 1 : 0;
        }
        return length;
    }

    /** Root that a node and its path, which must have the right length, lead to. */
    static Hash fold(Hash node, int index, int count, List<Hash> path) {
        Hash folded = node;
        int used = 0;
        for (int i = index, size = count; size > 1; i /= 2, size = (size + 1) / 2) {
            if ((i ^ 1) < size) {
                Hash sibling = path.get(used++);
                folded = (i & 1) == 0 ? pair(folded, sibling) : pair(sibling, folded);
            }
        }
        return folded;
    }

    private static Hash pair(Hash left, Hash right) {
        return Hash.sha256(PAIR, left.bytes(), right.bytes());
    }

    private static List<Hash> parents(List<Hash> level) {
        List<Hash> parents = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            parents.add(pair(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            parents.add(level.getLast());
        }
        return parents;
    }
}
