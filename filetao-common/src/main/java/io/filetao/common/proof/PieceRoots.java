package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import java.util.ArrayList;
import java.util.List;

/** Roots of a shard's pieces, from which its group roots and every path above a piece follow. */
public final class PieceRoots {

    private final ShardGeometry geometry;
    private final List<Hash> roots;

    PieceRoots(ShardGeometry geometry, List<Hash> roots) {
        this.geometry = geometry;
        this.roots = List.copyOf(roots);
    }

    Hash root(int piece) {
        return this.roots.get(piece);
    }

    List<Hash> all() {
        return this.roots;
    }

    /** R_g. */
    Hash groupRoot(int group) {
        return Merkle.root(ofGroup(group));
    }

    List<Hash> groupRoots() {
        List<Hash> groupRoots = new ArrayList<>(this.geometry.groups());
        for (int g = 0; g < this.geometry.groups(); g++) {
            groupRoots.add(groupRoot(g));
        }
        return groupRoots;
    }

    /** Siblings from a piece up to its group's root. */
    List<Hash> path(int piece) {
        int group = piece / ShardGeometry.PIECES_PER_GROUP;
        return Merkle.path(ofGroup(group), piece % ShardGeometry.PIECES_PER_GROUP);
    }

    private List<Hash> ofGroup(int group) {
        int from = group * ShardGeometry.PIECES_PER_GROUP;
        return this.roots.subList(from, from + this.geometry.piecesOf(group));
    }
}
