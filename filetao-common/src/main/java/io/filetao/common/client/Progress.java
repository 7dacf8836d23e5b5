package io.filetao.common.client;

/** Hears how far a transfer is; called often, from the transferring thread, so it must be quick. */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (done, total) -> {};

    /**
     * So many bytes are through.
     *
     * @param total bytes in all, -1 while unknown
     */
    void moved(long done, long total);
}
