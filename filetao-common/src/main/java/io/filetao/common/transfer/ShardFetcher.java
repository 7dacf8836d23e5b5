package io.filetao.common.transfer;

import io.filetao.common.crypto.Hash;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.PieceRange;
import io.filetao.common.proof.PieceVerifier;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.Dendrite;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;

/** Fetches part of a shard from its miner; every piece is verified against the recorded root before a byte of it is released. Thread-safe. */
public final class ShardFetcher {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Dendrite dendrite;
    private final AuditKeys keys;
    private final Duration idle;

    /**
     * @param idle longest time in which a transfer does not move
     */
    public ShardFetcher(Dendrite dendrite, AuditKeys keys, Duration idle) {
        this.dendrite = dendrite;
        this.keys = keys;
        this.idle = idle;
    }

    /**
     * Writes the unsealed bytes [from, from + length) of a shard, as fast as they are taken.
     *
     * @throws IOException when the miner did not serve them all; {@link TransferFault#of} names why. What was written until then
     *     is right.
     */
    public void fetch(Miner miner, ShardRecord shard, long from, long length, OutputStream out)
            throws IOException {
        ShardTarget target = ShardTargets.of(shard);
        PieceRange range = new PieceRange(target.geometry(), from, length);
        Hash seed = seed();
        try (InputStream served =
                this.dendrite.stream(
                        miner.peer(),
                        "GET",
                        AxonPaths.pieces(target.rid(), from, length, seed),
                        range.streamLength(),
                        this.idle)) {
            new PieceVerifier(this.keys, target).read(range, seed, served, out);
            if (served.read() >= 0) {
                throw new EOFException("The miner's answer goes on after its end");
            }
        }
    }

    private static Hash seed() {
        byte[] seed = new byte[Hash.BYTES];
        RANDOM.nextBytes(seed);
        return Hash.of(seed);
    }
}
