package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The commitments of a shard's groups, {@code c_g = h2s("leaf", rid, g, R_g)*G + h2s("r", k_r, g)*Hgen}, under their
 * tree with the root R.
 */
public final class GroupCommitments {

    private final List<Commitment> commitments;
    private final List<Hash> leaves;

    private GroupCommitments(List<Commitment> commitments) {
        this.commitments = commitments;
        List<Hash> hashes = new ArrayList<>(commitments.size());
        for (int g = 0; g < commitments.size(); g++) {
            hashes.add(leaf(g, commitments.get(g)));
        }
        this.leaves = List.copyOf(hashes);
    }

    /** Commits to every group, with one inversion for all. */
    static GroupCommitments over(ShardId rid, List<Hash> groupRoots, Hash blindingKey) {
        List<ECPoint> points = new ArrayList<>(groupRoots.size());
        for (int g = 0; g < groupRoots.size(); g++) {
            points.add(
                    Pedersen.point(message(rid, g, groupRoots.get(g)), blinding(blindingKey, g)));
        }
        return new GroupCommitments(Pedersen.compress(points));
    }

    static GroupCommitments of(List<Commitment> commitments) {
        return new GroupCommitments(List.copyOf(commitments));
    }

    /** Whether c_g opens to the group's root. */
    static boolean opens(
            Commitment commitment, ShardId rid, int group, Hash groupRoot, Scalar blinding) {
        return Pedersen.commit(message(rid, group, groupRoot), blinding).equals(commitment);
    }

    /** Whether c_g is the group's leaf under R. */
    static boolean isUnder(
            Hash root, Commitment commitment, int group, int groups, List<Hash> path) {
        return Merkle.fold(leaf(group, commitment), group, groups, path).equals(root);
    }

    static Scalar blinding(Hash blindingKey, int group) {
        return Scalar.hashed(HashInput.of("r").add(blindingKey).add(group));
    }

    Commitment commitment(int group) {
        return this.commitments.get(group);
    }

    List<Commitment> all() {
        return this.commitments;
    }

    Hash root() {
        return Merkle.root(this.leaves);
    }

    List<Hash> path(int group) {
        return Merkle.path(this.leaves, group);
    }

    private static Scalar message(ShardId rid, int group, Hash groupRoot) {
        return Scalar.hashed(HashInput.of("leaf").add(rid).add(group).add(groupRoot));
    }

    /** {@code H(0x02, g, compress(c_g))}. */
    private static Hash leaf(int group, Commitment commitment) {
        return HashInput.ofBytes(new byte[] {2}).add(group).add(commitment).hash();
    }
}
