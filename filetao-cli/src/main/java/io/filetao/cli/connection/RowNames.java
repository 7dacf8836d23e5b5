package io.filetao.cli.connection;

import io.filetao.common.redis.RedisCalls;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.List;
import java.util.Objects;

/** The names of all rows under a prefix, page by page, without the prefix. On a cluster the client walks through all its nodes. */
public final class RowNames {

    private static final int PAGE = 1000;

    private final RedisCalls redis;
    private final String prefix;
    private final ScanArgs args;
    private ScanCursor cursor = ScanCursor.INITIAL;

    public RowNames(RedisCalls redis, String prefix) {
        this.redis = redis;
        this.prefix = prefix;
        this.args = ScanArgs.Builder.matches(literal(prefix) + "*").limit(PAGE);
    }

    public boolean hasNext() {
        return !this.cursor.isFinished();
    }

    /** Some of them, perhaps none; one that moved in its table meanwhile may come twice. */
    @SuppressWarnings("unchecked")
    public List<String> next() {
        ScanCursor from = this.cursor;
        KeyScanCursor<byte[]> page =
                (KeyScanCursor<byte[]>)
                        Objects.requireNonNull(
                                this.redis
                                        .pipeline(List.of(redis -> redis.scan(from, this.args)))
                                        .getFirst());
        this.cursor = page;
        return page.getKeys().stream()
                .map(key -> RedisCalls.text(key).substring(this.prefix.length()))
                .toList();
    }

    /** A prefix is meant as it is written, not as a pattern. */
    private static String literal(String prefix) {
        return prefix.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
    }
}
