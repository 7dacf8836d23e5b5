package io.filetao.common.proof;

import io.filetao.common.crypto.Hash;
import io.filetao.common.crypto.HashInput;

/**
 * The seeded proof of a retrieval: a chain that starts from the reader's fresh seed and runs over the roots of all
 * pieces served. {@code c = H("retrieve", rid, seed, R)}, then {@code c = H("piece", c, p, root_p)} for each piece.
 */
final class RetrievalChain {

    private Hash value;

    RetrievalChain(ShardId rid, Hash seed, Hash root) {
        this.value = HashInput.of("retrieve").add(rid).add(seed).add(root).hash();
    }

    void add(int piece, Hash pieceRoot) {
        this.value = HashInput.of("piece").add(this.value).add(piece).add(pieceRoot).hash();
    }

    Hash value() {
        return this.value;
    }
}
