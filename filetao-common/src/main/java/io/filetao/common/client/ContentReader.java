package io.filetao.common.client;

import io.filetao.common.content.ContentRoot;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that was stored as sent, and hands out no byte of a block that is not proven to belong to the file's content root. A
 * broken connection is taken up again at the block where it broke; an answer that proves nothing ends the reading.
 */
final class ContentReader {

    private static final int BLOCK = ContentTree.BLOCK_BYTES;
    private static final int GROUP = ContentTree.GROUP_BYTES;

    private final FiletaoClient client;
    private final RemoteFile file;
    private final Hash root;
    private final byte[] block = new byte[BLOCK];
    private @Nullable ProvenRange answer;
    private long position;

    ContentReader(FiletaoClient client, RemoteFile file, Hash root) {
        this.client = client;
        this.file = file;
        this.root = root;
    }

    /**
     * Writes the bytes from one offset up to another (exclusive).
     *
     * @throws UnprovenAnswerException at the first block that is not the file's; what was written before is right
     */
    void copy(OutputStream out, long from, long to, Progress progress) throws IOException {
        if (this.file.size() == 0 && !ContentRoot.of(new byte[0]).hash().equals(this.root)) {
            throw new UnprovenAnswerException(
                    "The node at %s calls a file empty that is not; ask another API node."
                            .formatted(this.client.api()));
        }
        try {
            for (long start = from - from % BLOCK; start < to; start += BLOCK) {
                int length = read(start, to);
                int first = (int) Math.max(0, from - start);
                int last = (int) Math.min(length, to - start);
                out.write(this.block, first, last - first);
                progress.moved(start + last - from, to - from);
            }
        } finally {
            closeAnswer();
        }
    }

    /** Reads the block that begins at {@code start} and answers its length. */
    private int read(long start, long to) throws FiletaoClientException {
        Patience patience = new Patience();
        while (true) {
            try {
                return verified(answerAt(start, to), start);
            } catch (IOException failed) {
                closeAnswer();
                if (!patience.outlasts(failed)) {
                    throw FiletaoClient.translated(this.client.api(), failed);
                }
            }
        }
    }

    private ProvenRange answerAt(long start, long to) throws FiletaoClientException {
        ProvenRange open = this.answer;
        if (open != null && this.position == start && start < open.to()) {
            return open;
        }
        closeAnswer();
        long groupEnd = (start / GROUP + 1) * GROUP;
        long end = Math.min(this.file.size(), Math.min(groupEnd, Math.ceilDiv(to, BLOCK) * BLOCK));
        ProvenRange fresh = this.client.readProven(this.file.cid(), start, end);
        this.answer = fresh;
        this.position = start;
        boolean whole = fresh.to() % BLOCK == 0 || fresh.to() == fresh.size();
        if (fresh.from() != start || fresh.to() <= start || fresh.to() > end || !whole) {
            throw new UnprovenAnswerException(
                    "The node at %s sends another part of the file than it was asked for; ask another API node."
                            .formatted(this.client.api()));
        }
        if (fresh.size() != this.file.size()
                || !fresh.proof().leadsTo(this.root, fresh.size(), (int) (start / GROUP))) {
            throw new UnprovenAnswerException(
                    "What the node at %s sends does not belong to the content root %s; ask another API node."
                            .formatted(this.client.api(), this.root));
        }
        return fresh;
    }

    private int verified(ProvenRange open, long start) throws IOException {
        int length = (int) Math.min(BLOCK, open.size() - start);
        int read = open.body().readNBytes(this.block, 0, length);
        if (read < length) {
            throw new FiletaoClientException(
                    "The node at %s ended its answer too early; try again."
                            .formatted(this.client.api()));
        }
        if (!open.proof().holds((int) (start % GROUP / BLOCK), this.block, 0, length)) {
            throw new UnprovenAnswerException(
                    "The node at %s sent wrong bytes at %d; ask another API node."
                            .formatted(this.client.api(), start));
        }
        this.position = start + length;
        return length;
    }

    private void closeAnswer() {
        ProvenRange open = this.answer;
        this.answer = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException alreadyBroken) {
                // Nothing more is wanted from it.
            }
        }
    }
}
