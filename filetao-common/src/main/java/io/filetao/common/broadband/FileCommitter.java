package io.filetao.common.broadband;

import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.proof.ShardId;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the holders of a recorded file's shards to keep them, until when, and gives each a copy of the signed manifest. */
public final class FileCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(FileCommitter.class);

    private final FileIndex index;
    private final MinerMessenger messenger;
    private final Signer hotkey;
    private final Clock clock;

    public FileCommitter(FileIndex index, MinerMessenger messenger, Signer hotkey, Clock clock) {
        this.index = index;
        this.messenger = messenger;
        this.hotkey = hotkey;
        this.clock = clock;
    }

    /** Commits some of a file's shards, as it is recorded and claimed now, on those miners only. */
    public void commit(FileRecord file, Map<Ss58Address, List<ShardId>> shards) {
        List<Claim> claims = this.index.claims(file.cid());
        Instant end =
                claims.stream().map(Claim::expiresAt).max(Comparator.naturalOrder()).orElse(null);
        if (end == null || shards.isEmpty()) {
            return;
        }
        byte[] manifest =
                new Manifest(this.hotkey.address(), this.clock.instant(), file, claims)
                        .sign(this.hotkey);
        int told = this.messenger.commit(shards, end, manifest);
        if (told < shards.size()) {
            LOG.warn(
                    "file={} committed on {} of {} miners; the others will ask before they drop anything",
                    file.cid(),
                    told,
                    shards.size());
        }
    }

    /** Commits a file as it is recorded and claimed now. A file without claims is left to its removal. */
    public void commit(FileRecord file) {
        commit(file, Holders.of(file));
    }
}
