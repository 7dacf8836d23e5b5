package io.filetao.common.content;

import io.filetao.common.crypto.Hash;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows that blocks belong to a {@link ContentRoot}: the leaves of their group, and the path from the group's node to the root.
 *
 * <pre>{@code
 * if (proof.leadsTo(root, size, group) && proof.holds(block % ContentTree.GROUP_BLOCKS, bytes, 0, length)) {
 *     out.write(bytes, 0, length);
 * }
 * }</pre>
 *
 * @param leaves hash of each block of the group, at most {@value ContentTree#GROUP_BLOCKS}
 * @param path siblings of the group's node from the bottom up
 */
public record ContentProof(List<Hash> leaves, List<Hash> path) {

    /** Header of an answer that carries a proof. */
    public static final String HEADER = "Filetao-Content-Proof";

    /** Header of a request that asks for one: {@code ?1}. */
    public static final String WANTED = "Filetao-Want-Content-Proof";

    private static final int MAX_PATH = 32;
    private static final int MAX_HEADER = 8 * 1024;
    private static final Pattern FORM =
            Pattern.compile("leaves=:([A-Za-z0-9+/]+={0,2}):, path=:([A-Za-z0-9+/]*={0,2}):");

    public ContentProof {
        leaves = List.copyOf(leaves);
        path = List.copyOf(path);
    }

    static ContentProof of(byte[] group, List<Hash> groups, int index) {
        List<Hash> leaves = new ArrayList<>();
        for (int from = 0; from < group.length; from += ContentTree.BLOCK_BYTES) {
            int length = Math.min(ContentTree.BLOCK_BYTES, group.length - from);
            leaves.add(ContentNodes.leaf(group, from, length));
        }
        return new ContentProof(leaves, ContentNodes.path(groups, index));
    }

    /** Reads a header's value; empty when it is malformed. */
    public static Optional<ContentProof> parse(String header) {
        Matcher form = FORM.matcher(header);
        if (header.length() > MAX_HEADER || !form.matches()) {
            return Optional.empty();
        }
        try {
            List<Hash> leaves = hashes(form.group(1));
            List<Hash> path = hashes(form.group(2));
            return leaves.size() <= ContentTree.GROUP_BLOCKS && path.size() <= MAX_PATH
                    ? Optional.of(new ContentProof(leaves, path))
                    : Optional.empty();
        } catch (IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }

    /** The header's value: a structured dictionary (RFC 9651) of two byte sequences, the hashes one after the other. */
    public String format() {
        return "leaves=:" + base64(this.leaves) + ":, path=:" + base64(this.path) + ":";
    }

    /**
     * Whether the leaves are those of a group of the file with that root and size.
     *
     * @param group which one, from 0
     */
    public boolean leadsTo(Hash root, long size, int group) {
        int groups = Math.toIntExact(Math.ceilDiv(size, (long) ContentTree.GROUP_BYTES));
        long begin = (long) group * ContentTree.GROUP_BYTES;
        if (group < 0
                || group >= groups
                || this.leaves.size() != blocks(Math.min(size - begin, ContentTree.GROUP_BYTES))
                || this.path.size() != ContentNodes.pathLength(group, groups)) {
            return false;
        }
        Hash node = ContentNodes.root(this.leaves);
        return ContentNodes.sized(size, ContentNodes.fold(node, group, groups, this.path))
                .equals(root);
    }

    /**
     * Whether bytes are a block of the group.
     *
     * @param block which one, from 0
     */
    public boolean holds(int block, byte[] bytes, int offset, int length) {
        return block < this.leaves.size()
                && ContentNodes.leaf(bytes, offset, length).equals(this.leaves.get(block));
    }

    private static long blocks(long bytes) {
        return Math.ceilDiv(bytes, (long) ContentTree.BLOCK_BYTES);
    }

    private static String base64(List<Hash> hashes) {
        return Base64.getEncoder().encodeToString(Hash.join(hashes));
    }

    private static List<Hash> hashes(String base64) {
        return Hash.split(Base64.getDecoder().decode(base64));
    }
}
