package io.filetao.common.broadband;

import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentTree;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardPosition;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.ShardSource;
import io.filetao.common.transfer.StoredShard;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stores bytes whole on one chosen miner: a file of one segment, coded 1 of 1. It is challenged, counted and expires like any other;
 * nothing can be repaired from elsewhere. Thread-safe.
 */
public final class LoneShardWriter {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final int BUFFER_BYTES = 64 << 10;

    private final FileIndex index;
    private final ShardSender sender;
    private final FileCommitter committer;
    private final MinerMessenger messenger;
    private final InstantSource clock;

    public LoneShardWriter(
            FileIndex index,
            ShardSender sender,
            FileCommitter committer,
            MinerMessenger messenger,
            InstantSource clock) {
        this.index = index;
        this.sender = sender;
        this.committer = committer;
        this.messenger = messenger;
        this.clock = clock;
    }

    /**
     * Stores the bytes and records them.
     *
     * @param source 1 byte to 64 MiB
     * @param account whose claim the file gets
     * @param begun is called before the first byte is sent, when all that this node has to compute is done
     * @throws IOException when the miner did not take or prove the shard; nothing stays behind then
     */
    public FileRecord store(
            Miner miner, ShardSource source, String account, Duration ttl, Runnable begun)
            throws IOException {
        FileId fileId = FileId.random();
        AtomicReference<@Nullable ShardId> sent = new AtomicReference<>();
        this.index.beginUpload(fileId.hex(), LEASE);
        boolean recorded = false;
        try {
            MessageDigest digest = Hash.newSha256();
            ContentTree tree = new ContentTree();
            read(source, digest, tree);
            StoredShard stored =
                    this.sender.send(
                            miner,
                            new ShardPosition(fileId, 0, 0, 1, 1),
                            source,
                            rid -> {
                                sent.set(rid);
                                begun.run();
                            });
            Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
            FileRecord file =
                    new FileRecord(
                            Cid.ofDigest(Hash.of(digest.digest())).toString(),
                            fileId.hex(),
                            source.length(),
                            tree.root(),
                            now,
                            List.of(
                                    new SegmentRecord(
                                            source.length(), 1, 1, List.of(stored.record()))));
            recorded = true;
            FileRecord standing =
                    this.index.record(
                            file,
                            new Claim(
                                    account,
                                    null,
                                    null,
                                    "application/octet-stream",
                                    now,
                                    now.plus(ttl)));
            this.committer.commit(standing);
            return standing;
        } finally {
            if (!recorded) {
                drop(miner, fileId, sent.get());
            }
        }
    }

    private void drop(Miner miner, FileId fileId, @Nullable ShardId sent) {
        if (sent != null) {
            this.messenger.drop(Map.of(miner.hotkey(), List.of(sent)));
        }
        this.index.endUpload(fileId.hex());
    }

    private static void read(ShardSource source, MessageDigest digest, ContentTree tree)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = source.open()) {
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                digest.update(buffer, 0, count);
                tree.update(buffer, 0, count);
            }
        }
    }
}
