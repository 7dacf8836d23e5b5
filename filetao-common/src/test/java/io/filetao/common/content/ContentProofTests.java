package io.filetao.common.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots against a naive tree, and proofs that hold for exactly the bytes, the place and the size they were made for. */
class ContentProofTests {

    private static final int BLOCK = ContentTree.BLOCK_BYTES;
    private static final int GROUP = ContentTree.GROUP_BYTES;

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, GROUP, GROUP + 1, 3 * GROUP - 7})
    void rootIsThatOfTheTreeOfRfc6962BoundToTheSize(int size) {
        byte[] bytes = bytes(size);

        Hash tree = size == 0 ? Hash.sha256() : naive(bytes);

        assertThat(ContentRoot.of(bytes).hash())
                .isEqualTo(
                        Hash.sha256(
                                new byte[] {2},
                                ByteBuffer.allocate(8).putLong(size).array(),
                                tree.bytes()));
    }

    @Test
    void rootIsTheSameHoweverTheBytesCome() {
        byte[] bytes = bytes(2 * GROUP + 3 * BLOCK + 5);
        ContentTree tree = new ContentTree();
        tree.update(bytes, 0, GROUP + 2 * BLOCK);

        ContentTree later = ContentTree.of(tree.state());
        for (int from = GROUP + 2 * BLOCK; from < bytes.length; from += 1_000) {
            later.update(bytes, from, Math.min(1_000, bytes.length - from));
        }

        assertThatIllegalStateException().isThrownBy(later::state);
        ContentRoot root = later.root();
        assertThat(root).isEqualTo(ContentRoot.of(bytes));
        assertThat(ContentRoot.decode(root.encode())).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, BLOCK, GROUP - 1, GROUP, 2 * GROUP, 4 * GROUP + 2 * BLOCK + 9})
    void proofHoldsForEveryBlockOfItsGroupAndNoOther(int size) {
        byte[] bytes = bytes(size);
        ContentRoot root = ContentRoot.of(bytes);
        int groups = Math.ceilDiv(size, GROUP);
        for (int group = 0; group < groups; group++) {
            byte[] part =
                    Arrays.copyOfRange(bytes, group * GROUP, Math.min(size, (group + 1) * GROUP));
            ContentProof proof = ContentProof.parse(root.proof(group, part).format()).orElseThrow();

            assertThat(proof.leadsTo(root.hash(), size, group)).isTrue();
            for (int other = 0; other < groups; other++) {
                assertThat(proof.leadsTo(root.hash(), size, other)).isEqualTo(other == group);
            }
            assertThat(proof.leadsTo(root.hash(), size + 1L, group)).isFalse();
            assertThat(proof.leadsTo(root.hash(), size - 1L, group)).isFalse();
            for (int block = 0; block * BLOCK < part.length; block++) {
                int length = Math.min(BLOCK, part.length - block * BLOCK);
                assertThat(proof.holds(block, part, block * BLOCK, length)).isTrue();
                part[block * BLOCK] ^= 1;
                assertThat(proof.holds(block, part, block * BLOCK, length)).isFalse();
            }
        }
    }

    @Test
    void leadsToWhenAnyHashIsAnotherRefuses() {
        byte[] bytes = bytes(3 * GROUP);
        ContentRoot root = ContentRoot.of(bytes);
        ContentProof genuine = root.proof(1, Arrays.copyOfRange(bytes, GROUP, 2 * GROUP));
        String proof = genuine.format();
        for (int i = 0; i < proof.length(); i++) {
            char changed = proof.charAt(i) == 'A' ? 'B' : 'A';
            String forged = proof.substring(0, i) + changed + proof.substring(i + 1);

            assertThat(
                            ContentProof.parse(forged)
                                    // The last character holds bits that stand for nothing.
                                    .filter(it -> !it.equals(genuine))
                                    .filter(it -> it.leadsTo(root.hash(), bytes.length, 1)))
                    .as("character %d", i)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "leaves=::, path=::",
                "leaves=:AAAA:, path=::",
                "leaves=:AA=A:, path=::"
            })
    void parseWhenMalformedAnswersNothing(String header) {
        assertThat(ContentProof.parse(header)).isEmpty();
    }

    /** The definition of RFC 6962, word by word: split at the largest power of two below the number of blocks. */
    private static Hash naive(byte[] bytes) {
        int blocks = Math.ceilDiv(bytes.length, BLOCK);
        if (blocks == 1) {
            return Hash.sha256(new byte[] {0}, bytes);
        }
        int split = Integer.highestOneBit(blocks - 1) * BLOCK;
        return Hash.sha256(
                new byte[] {1},
                naive(Arrays.copyOf(bytes, split)).bytes(),
                naive(Arrays.copyOfRange(bytes, split, bytes.length)).bytes());
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
