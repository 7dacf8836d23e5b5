package io.filetao.cli.backup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One row of Redis: what it holds, not how a server stores it, so that it fits servers of other versions and makes.
 *
 * @param name without the prefix
 * @param kind Redis' word for its type
 * @param ends when it ends, milliseconds since 1970, negative for never
 * @param parts fields and values, members and scores, or elements; where their order means nothing they are sorted, so that equal
 *     rows are equal bytes
 */
record Row(String name, String kind, long ends, List<byte[]> parts) {

    private static final String ABSENT = "none";
    private static final Comparator<byte[][]> BY_FIRST =
            (a, b) -> Arrays.compareUnsigned(a[0], b[0]);

    Row {
        parts = sorted(kind, parts);
    }

    boolean isAbsent() {
        return this.kind.equals(ABSENT);
    }

    long bytes() {
        return this.parts.stream().mapToLong(part -> part.length).sum();
    }

    /** Whether both say the same. A row that has a time to end may have a little less of it elsewhere, and is not compared by that. */
    boolean says(Row other) {
        if (!this.kind.equals(other.kind) || this.parts.size() != other.parts.size()) {
            return false;
        }
        for (int i = 0; i < this.parts.size(); i++) {
            if (!Arrays.equals(this.parts.get(i), other.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> sorted(String kind, List<byte[]> parts) {
        int step =
                switch (kind) {
                    case "hash", "zset" -> 2;
                    case "set" -> 1;
                    default -> 0;
                };
        if (step == 0) {
            return List.copyOf(parts);
        }
        List<byte[][]> groups = new ArrayList<>();
        for (int i = 0; i + step <= parts.size(); i += step) {
            groups.add(parts.subList(i, i + step).toArray(byte[][]::new));
        }
        groups.sort(BY_FIRST);
        return groups.stream().flatMap(Arrays::stream).toList();
    }
}
