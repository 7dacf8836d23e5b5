package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTests {

    private static List<Hash> leaves(int count) {
        return IntStream.range(0, count).mapToObj(i -> Hash.sha256(new byte[] {(byte) i})).toList();
    }

    /** The same tree from the top down: the left side is the largest power of two below the size. */
    private static Hash naive(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return HashInput.ofBytes(new byte[] {1})
                .add(naive(leaves.subList(0, left)))
                .add(naive(leaves.subList(left, leaves.size())))
                .hash();
    }

    @Test
    void rootAndPathsWhenAnySizeAgreeWithTheNaiveTree() {
        for (int count = 1; count <= 70; count++) {
            List<Hash> leaves = leaves(count);
            Hash root = naive(leaves);
            assertThat(Merkle.root(leaves)).isEqualTo(root);
            for (int i = 0; i < count; i++) {
                List<Hash> path = Merkle.path(leaves, i);
                assertThat(path).hasSize(Merkle.pathLength(i, count));
                assertThat(Merkle.fold(leaves.get(i), i, count, path)).isEqualTo(root);
            }
        }
    }

    @Test
    void pieceWhenAnyNumberOfSegmentsIsTheRootOverTheirLeaves() {
        SegmentHasher hasher = new SegmentHasher();
        byte[] data = new byte[ShardGeometry.PIECE_BYTES];
        new java.util.Random(7).nextBytes(data);
        for (int count = 1; count <= 64; count++) {
            List<Hash> leaves =
                    IntStream.range(0, count)
                            .mapToObj(i ->
                                    HashInput.ofBytes(new byte[] {0})
                                            .add(
                                                    java.util.Arrays.copyOfRange(
                                                            data, 1024 * i, 1024 * (i + 1)))
                                            .hash())
                            .toList();
            assertThat(hasher.piece(data, 0, 1024 * count)).isEqualTo(naive(leaves));
        }
    }
}
