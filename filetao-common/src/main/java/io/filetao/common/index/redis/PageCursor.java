package io.filetao.common.index.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last file of a page: when it was claimed, in milliseconds, and its CID.
 *
 * <p>It stays good when that file is gone.
 */
record PageCursor(long millis, String cid) {

    private static final PageCursor START = new PageCursor(1L << 52, "~");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})-([a-z2-7]{59})");

    static PageCursor parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The cursor is none that this list gave: start again without one");
        }
        return new PageCursor(Long.parseLong(parts.group(1)), parts.group(2));
    }

    /** Whether this comes after the other in a list with the newest first. */
    boolean isAfter(PageCursor other) {
        return this.millis < other.millis
                || this.millis == other.millis && this.cid.compareTo(other.cid) < 0;
    }

    @Override
    public String toString() {
        return this.millis + "-" + this.cid;
    }
}
