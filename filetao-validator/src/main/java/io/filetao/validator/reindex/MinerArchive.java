package io.filetao.validator.reindex;

import io.filetao.common.broadband.Manifest;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.InventoryPage;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What miners keep for this validator, believed only under this validator's own signature. */
final class MinerArchive {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;

    /** Ten million shards on one miner. */
    private static final int MOST_PAGES = 20_000;

    private final Dendrite dendrite;
    private final Ss58Address validator;

    MinerArchive(Dendrite dendrite, Ss58Address validator) {
        this.dendrite = dendrite;
        this.validator = validator;
    }

    /** Reads all headers that a miner lists; entries that this validator did not sign for this miner are passed over. */
    void inventory(Miner miner, BiConsumer<ShardHeader, Boolean> headers) throws IOException {
        ShardId after = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            InventoryPage listed = page(miner, after);
            for (InventoryPage.Entry entry : listed.entries()) {
                ShardHeader header = entry.header();
                if (header.validator().equals(this.validator)
                        && header.miner().equals(miner.hotkey())
                        && header.isSignedBy(entry.signature())) {
                    headers.accept(header, entry.committed());
                }
            }
            ShardId next = listed.next();
            if (next == null) {
                return;
            }
            if (after != null && next.hex().compareTo(after.hex()) <= 0) {
                throw new MalformedMessageException(
                        "The inventory of " + miner + " goes in circles");
            }
            after = next;
        }
    }

    /** A miner's copy of a file's manifest; empty when it has none, or none of this validator. */
    Optional<Manifest> manifest(Miner miner, FileId file) throws IOException {
        byte[] bytes;
        try {
            bytes = get(miner, AxonPaths.manifest(file), CommitRequest.MAX_BYTES);
        } catch (DendriteException refused) {
            if (refused.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
        Manifest manifest =
                Manifest.verify(CommitRequest.decode(ByteBuffer.wrap(bytes)).manifest());
        return Optional.of(manifest)
                .filter(copy -> copy.validator().equals(this.validator))
                .filter(copy -> copy.record().fileId().equals(file.hex()));
    }

    private InventoryPage page(Miner miner, @Nullable ShardId after) throws IOException {
        return InventoryPage.decode(
                ByteBuffer.wrap(get(miner, AxonPaths.inventory(after), InventoryPage.MAX_BYTES)));
    }

    private byte[] get(Miner miner, String path, int maxBytes) throws IOException {
        return this.dendrite.call(miner.peer(), "GET", path, new byte[0], maxBytes, TIMEOUT).body();
    }
}
