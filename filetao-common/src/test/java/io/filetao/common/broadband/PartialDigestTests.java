package io.filetao.common.broadband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentTree;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link PartialDigest} beside the digests of whole files. */
class PartialDigestTests {

    private static final int LEAF = ContentTree.BLOCK_BYTES;

    private final Random random = new Random(21);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 700_001, 5_000_000})
    void identityWhenKeptAtRandomLeavesIsThatOfTheWhole(int size) {
        byte[] content = new byte[size];
        this.random.nextBytes(content);
        ContentTree whole = new ContentTree();
        whole.update(content, 0, size);
        byte[] state = PartialDigest.empty().state();
        int offset = 0;
        while (size - offset > LEAF) {
            int part = (1 + this.random.nextInt((size - offset) / LEAF)) * LEAF;
            PartialDigest digest = added(state, content, offset, part);
            state = digest.state();
            offset += part;
        }
        state = added(state, content, offset, size - offset).end();

        PartialDigest.Identity identity = PartialDigest.identity(state);
        assertThat(identity.cid()).isEqualTo(Cid.of(content));
        assertThat(identity.contentRoot()).isEqualTo(whole.root());
    }

    @Test
    void identityWhenTheEndWasNotKnownAsSuchIsTheSame() {
        byte[] content = new byte[3 * LEAF];
        this.random.nextBytes(content);
        byte[] empty = PartialDigest.empty().state();

        assertThat(PartialDigest.identity(added(empty, content, 0, content.length).state()))
                .isEqualTo(PartialDigest.identity(added(empty, content, 0, content.length).end()));
    }

    @Test
    void stateInTheMiddleOfALeafIsRefused() {
        PartialDigest digest =
                added(PartialDigest.empty().state(), new byte[LEAF + 1], 0, LEAF + 1);

        assertThatIllegalStateException().isThrownBy(digest::state);
    }

    @Test
    void identityWhenTheStateIsCutOrOfAnotherFormIsRefused() {
        byte[] state = added(PartialDigest.empty().state(), new byte[3 * LEAF], 0, LEAF).state();
        byte[] other = state.clone();
        other[0] = 9;

        assertThatIllegalStateException().isThrownBy(() -> PartialDigest.identity(other));
        for (int length : new int[] {0, 1, 2, 30, state.length - 1}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> PartialDigest.identity(Arrays.copyOf(state, length)));
        }
    }

    private static PartialDigest added(byte[] state, byte[] content, int offset, int length) {
        PartialDigest digest = PartialDigest.of(state);
        digest.digest().update(content, offset, length);
        digest.tree().update(content, offset, length);
        return digest;
    }
}
