package io.filetao.common.repair;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.repair.SuspectShards.Suspect;
import io.filetao.common.transfer.TransferListener;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports shards that were missing or wrong when a user wanted them. Never makes a transfer wait. */
public final class SuspectListener implements TransferListener {

    private static final Logger LOG = LoggerFactory.getLogger(SuspectListener.class);
    private static final int AT_ONCE = 16;

    private final SuspectShards suspects;
    private final Semaphore reporting = new Semaphore(AT_ONCE);

    public SuspectListener(SuspectShards suspects) {
        this.suspects = suspects;
    }

    @Override
    public void fetchFailed(FetchFailure failure) {
        String cid = failure.cid();
        boolean wrong =
                switch (failure.fault()) {
                    case MISSING, WRONG_PIECE, WRONG_ANSWER -> true;
                    // Who is away or busy is the monitor's affair.
                    case UNREACHABLE, TIMEOUT, REFUSED, WRONG_RECEIPT, FAILED_CHALLENGE -> false;
                };
        if (wrong && cid != null && this.reporting.tryAcquire()) {
            Suspect suspect = new Suspect(cid, failure.segment(), failure.rid());
            Thread.ofVirtual().name("suspect").start(() -> report(suspect));
        }
    }

    private void report(Suspect suspect) {
        try {
            this.suspects.report(suspect);
        } catch (IndexUnavailableException away) {
            LOG.debug("A suspect shard was not reported: {}", away.getMessage());
        } finally {
            this.reporting.release();
        }
    }
}
