package io.filetao.miner.retrieve;

import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.DamagedShardException;
import io.filetao.common.proof.PieceProver;
import io.filetao.common.proof.PieceRange;
import io.filetao.common.proof.ShardGeometry;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.SynapseHandler;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.miner.shard.RequestIds;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.UnreadableShardException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Streams a range of a sealed shard from the disk. Every piece is checked against its recorded root before it leaves; a piece that
 * the disk changed ends the stream and is reported.
 */
public final class PiecesHandler implements SynapseHandler {

    private final ShardStore shards;

    public PiecesHandler(ShardStore shards) {
        this.shards = shards;
    }

    @Override
    public AxonResponse handle(AxonRequest request) throws IOException {
        ShardId rid = RequestIds.rid(request);
        Hash seed = seed(request);
        ShardMeta meta = meta(rid, request.caller().hotkey());
        PieceRange range =
                range(meta.header().geometry(), number(request, "from"), number(request, "length"));
        return new AxonResponse.Streamed(
                200,
                AxonResponse.BINARY,
                range.streamLength(),
                body -> write(meta, range, seed, body));
    }

    private void write(ShardMeta meta, PieceRange range, Hash seed, OutputStream body)
            throws IOException {
        ShardId rid = meta.header().rid();
        try (ShardFile file = this.shards.open(rid).orElseThrow(() -> RequestIds.unknown(rid))) {
            new PieceProver(meta, file).write(range, seed, body);
        } catch (DamagedShardException | UnreadableShardException damage) {
            this.shards.markDamaged(rid, damage);
            throw RequestIds.damaged(rid);
        }
    }

    private ShardMeta meta(ShardId rid, Ss58Address caller) throws IOException {
        try (ShardFile file = this.shards.open(rid).orElseThrow(() -> RequestIds.unknown(rid))) {
            if (!file.header().validator().equals(caller)) {
                throw RequestIds.unknown(rid);
            }
            if (file.state().damaged()) {
                throw RequestIds.damaged(rid);
            }
            return file.meta();
        } catch (UnreadableShardException damage) {
            this.shards.markDamaged(rid, damage);
            throw RequestIds.damaged(rid);
        }
    }

    private static PieceRange range(ShardGeometry geometry, long from, long length) {
        try {
            return new PieceRange(geometry, from, length);
        } catch (IllegalArgumentException outside) {
            throw new AxonException(
                    416,
                    "range-outside",
                    "The shard has " + geometry.length() + " bytes; ask for some of these");
        }
    }

    private static long number(AxonRequest request, String name) {
        String text = request.parameter(name).orElse("");
        if (!text.matches("[0-9]{1,12}")) {
            throw new AxonException(
                    400, "malformed-range", "Give from, length and seed in the query");
        }
        return Long.parseLong(text);
    }

    private static Hash seed(AxonRequest request) {
        String text = request.parameter("seed").orElse("");
        if (!text.matches("[0-9a-f]{64}")) {
            throw new AxonException(
                    400, "malformed-seed", "The seed is 64 lower-case hexadecimal digits");
        }
        return Hash.ofHex(text);
    }
}
