package io.filetao.common.broadband;

import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentRoot;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * SHA-256 and content root of a file's first bytes, which can be kept and taken up again by another program: between leaves of the
 * content tree, and at the file's end.
 *
 * <pre>
 * state   form (1) 1 · length of the digest's state 2 · the digest's state · the tree's state
 * ended   form (2) 1 · SHA-256 32 · content root, and the nodes of its groups, 32 each
 * </pre>
 */
final class PartialDigest {

    private static final byte UNDER_WAY = 1;
    private static final byte ENDED = 2;

    private final KeptSha256 digest;
    private final ContentTree tree;

    private PartialDigest(KeptSha256 digest, ContentTree tree) {
        this.digest = digest;
        this.tree = tree;
    }

    /** Of no bytes. */
    static PartialDigest empty() {
        return new PartialDigest(new KeptSha256(new SHA256Digest()), new ContentTree());
    }

    /**
     * As it was kept.
     *
     * @throws IllegalStateException when the state is damaged or of another version
     */
    static PartialDigest of(byte[] state) {
        try {
            ByteBuffer in = ByteBuffer.wrap(state);
            if (in.get() != UNDER_WAY) {
                throw new IllegalStateException(
                        "The state of an upload was written by another version of this program");
            }
            byte[] digest = new byte[in.getShort()];
            in.get(digest);
            byte[] tree = new byte[in.remaining()];
            in.get(tree);
            return new PartialDigest(
                    new KeptSha256(new SHA256Digest(digest)), ContentTree.of(tree));
        } catch (BufferUnderflowException
                | NegativeArraySizeException
                | IndexOutOfBoundsException
                | IllegalArgumentException damaged) {
            throw new IllegalStateException("The state of an upload is damaged", damaged);
        }
    }

    /** What {@link #of} takes. */
    byte[] state() {
        byte[] sha256 = this.digest.state();
        byte[] content = this.tree.state();
        return ByteBuffer.allocate(3 + sha256.length + content.length)
                .put(UNDER_WAY)
                .putShort((short) sha256.length)
                .put(sha256)
                .put(content)
                .array();
    }

    MessageDigest digest() {
        return this.digest;
    }

    ContentTree tree() {
        return this.tree;
    }

    /** The state when the file's last byte has passed; nothing is added after it. */
    byte[] end() {
        byte[] root = this.tree.root().encode();
        return ByteBuffer.allocate(1 + Hash.BYTES + root.length)
                .put(ENDED)
                .put(this.digest.digest())
                .put(root)
                .array();
    }

    /**
     * What the bytes are known by of which a state was kept, under way or at the end.
     *
     * @throws IllegalStateException when the state is damaged or of another version
     */
    static Identity identity(byte[] state) {
        byte[] ended = state.length > 0 && state[0] == ENDED ? state : of(state).end();
        int root = 1 + Hash.BYTES;
        if (ended.length <= root || (ended.length - root) % Hash.BYTES != 0) {
            throw new IllegalStateException("The state of an upload is damaged");
        }
        return new Identity(
                Cid.ofDigest(Hash.of(Arrays.copyOfRange(ended, 1, root))),
                ContentRoot.decode(Arrays.copyOfRange(ended, root, ended.length)));
    }

    /** What a file's bytes are known by. */
    record Identity(Cid cid, ContentRoot contentRoot) {}

    /** SHA-256 that can be kept half-way, unlike the JDK's, which is several times as fast. */
    private static final class KeptSha256 extends MessageDigest {

        private final SHA256Digest digest;

        KeptSha256(SHA256Digest digest) {
            super("SHA-256");
            this.digest = digest;
        }

        byte[] state() {
            return this.digest.getEncodedState();
        }

        @Override
        protected void engineUpdate(byte input) {
            this.digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            this.digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            byte[] result = new byte[Hash.BYTES];
            this.digest.doFinal(result, 0);
            return result;
        }

        @Override
        protected void engineReset() {
            this.digest.reset();
        }
    }
}
