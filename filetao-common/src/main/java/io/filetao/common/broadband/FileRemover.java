package io.filetao.common.broadband;

import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.transfer.MinerMessenger;

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
        FileIndex.Ended ended = this.index.endClaim(cid, account);
        FileRecord removed = ended.removed().orElse(null);
        if (removed != null) {
            this.messenger.drop(Holders.of(removed));
        } else if (ended.claimEnded()) {
            this.index.find(cid).ifPresent(this.committer::commit);
        }
        return ended.claimEnded();
    }
}
