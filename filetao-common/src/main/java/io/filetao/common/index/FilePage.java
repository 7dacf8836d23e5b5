package io.filetao.common.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of an account's files, newest first.
 *
 * @param next cursor of the following page, null at the end
 */
public record FilePage(List<Entry> items, @Nullable String next) {

    public FilePage {
        items = List.copyOf(items);
    }

    /** A file and the account's claim on it. */
    public record Entry(String cid, long size, Claim claim) {}
}
