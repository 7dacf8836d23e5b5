package io.filetao.common.broadband;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.transfer.MinerMessenger;
import java.time.Instant;

/** Ends claims; with the last claim the shards are dropped. */
public final class FileRemover {

    private final FileIndex index;
    private final FileCommitter committer;
    private final MinerMessenger messenger;

    public FileRemover(FileIndex index, FileCommitter committer, MinerMessenger messenger) {
        this.index = index;
        this.committer = committer;
        this.messenger = messenger;
    }

    /** Ends an account's claim on a file; answers false when it has none. */
    public boolean remove(String cid, String account) {
        return followed(cid, this.index.endClaim(cid, account));
    }

    /** Ends a claim that is past its time; answers false when there is none, or it was renewed. */
    public boolean removeExpired(String cid, String account, Instant now) {
        return followed(cid, this.index.endExpiredClaim(cid, account, now));
    }

    private boolean followed(String cid, FileIndex.Ended ended) {
        FileRecord removed = ended.removed().orElse(null);
        if (removed != null) {
            this.messenger.drop(Holders.of(removed));
        } else if (ended.claimEnded()) {
            this.index.find(cid).ifPresent(this.committer::commit);
        }
        return ended.claimEnded();
    }
}
