package io.filetao.miner.shard.disk;

import java.io.IOException;

/** A miner may not work on this directory. The message says why and what to do. */
public final class DirectoryRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String advice;

    DirectoryRefusedException(String reason, String advice) {
        super(reason + "; " + advice);
        this.reason = reason;
        this.advice = advice;
    }

    /** What is in the way. */
    public String reason() {
        return this.reason;
    }

    /** What to do about it, as part of a sentence. */
    public String advice() {
        return this.advice;
    }
}
