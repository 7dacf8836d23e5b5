package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * Binary Merkle trees over a list of hashes. Neighbours are paired from the left; the last of an odd level moves up
 * unchanged, so that index and count alone fix a path's length and turns.
 */
final class Merkle {

    private Merkle() {}

    /** {@code H(0x01, left, right)}. */
    static Hash node(Hash left, Hash right) {
        return new SegmentHasher().node(left, right);
    }

    /** Root over at least one hash. */
    static Hash root(List<Hash> leaves) {
        SegmentHasher hasher = new SegmentHasher();
        List<Hash> level = leaves;
        while (level.size() > 1) {
            level = parents(hasher, level);
        }
        return level.getFirst();
    }

    /** The siblings of one leaf from the bottom up. */
    static List<Hash> path(List<Hash> leaves, int index) {
        SegmentHasher hasher = new SegmentHasher();
        List<Hash> path = new ArrayList<>();
        List<Hash> level = leaves;
        for (int i = index; level.size() > 1; i /= 2) {
            int sibling = i ^ 1;
            if (sibling < level.size()) {
                path.add(level.get(sibling));
            }
            level = parents(hasher, level);
        }
        return List.copyOf(path);
    }

    /** Number of siblings in the path of a leaf among so many. */
    static int pathLength(int index, int count) {
        int length = 0;
        for (int i = index, size = count; size > 1; i /= 2, size = (size + 1) / 2) {
            length += (i ^ 1) < size ? 1 : 0;
        }
        return length;
    }

    /** Root that a leaf and its path lead to; the path must have the right length. */
    static Hash fold(Hash leaf, int index, int count, List<Hash> path) {
        SegmentHasher hasher = new SegmentHasher();
        Hash node = leaf;
        int used = 0;
        for (int i = index, size = count; size > 1; i /= 2, size = (size + 1) / 2) {
            if ((i ^ 1) < size) {
                Hash sibling = path.get(used++);
                node = (i & 1) == 0 ? hasher.node(node, sibling) : hasher.node(sibling, node);
            }
        }
        return node;
    }

    private static List<Hash> parents(SegmentHasher hasher, List<Hash> level) {
        List<Hash> parents = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            parents.add(hasher.node(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            parents.add(level.getLast());
        }
        return parents;
    }
}
