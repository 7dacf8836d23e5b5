package io.filetao.api.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param from first byte
 * @param to byte after the last
 */
record ByteRange(long from, long to) {

    private static final Pattern SPEC = Pattern.compile("\\s*(\\d{0,18})-(\\d{0,18})\\s*");
    private static final int MAX_RANGES = 16;

    long length() {
        return this.to - this.from;
    }

    /** The Content-Range of this part of a file of the given size. */
    String contentRange(long size) {
        return "bytes " + this.from + "-" + (this.to - 1) + "/" + size;
    }

    /**
     * The parts of a file that a Range header asks for (RFC 9110 section 14), in the order asked, overlapping ones joined.
     *
     * @return empty when the header is to be ignored: another unit, malformed, or more than {@value #MAX_RANGES} parts; an empty
     *     list when no part lies inside the file
     */
    static Optional<List<ByteRange>> parse(String header, long size) {
        if (!header.regionMatches(true, 0, "bytes=", 0, 6)) {
            return Optional.empty();
        }
        String[] specs = header.substring(6).split(",", -1);
        if (specs.length > MAX_RANGES) {
            return Optional.empty();
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (String text : specs) {
            Matcher spec = SPEC.matcher(text);
            if (!spec.matches() || (spec.group(1).isEmpty() && spec.group(2).isEmpty())) {
                return Optional.empty();
            }
            if (!spec.group(1).isEmpty()
                    && !spec.group(2).isEmpty()
                    && Long.parseLong(spec.group(2)) < Long.parseLong(spec.group(1))) {
                return Optional.empty();
            }
            resolve(spec.group(1), spec.group(2), size).ifPresent(ranges::add);
        }
        return Optional.of(overlapping(ranges) ? joined(ranges) : List.copyOf(ranges));
    }

    private static Optional<ByteRange> resolve(String first, String last, long size) {
        long from;
        long to;
        if (first.isEmpty()) {
            from = Math.max(0, size - Long.parseLong(last));
            to = size;
        } else {
            from = Long.parseLong(first);
            to = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
        }
        return from < to ? Optional.of(new ByteRange(from, to)) : Optional.empty();
    }

    private static boolean overlapping(List<ByteRange> ranges) {
        List<ByteRange> sorted = sorted(ranges);
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).from < sorted.get(i - 1).to) {
                return true;
            }
        }
        return false;
    }

    private static List<ByteRange> joined(List<ByteRange> ranges) {
        List<ByteRange> joined = new ArrayList<>();
        for (ByteRange next : sorted(ranges)) {
            ByteRange last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && next.from <= last.to) {
                joined.set(joined.size() - 1, new ByteRange(last.from, Math.max(last.to, next.to)));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static List<ByteRange> sorted(List<ByteRange> ranges) {
        return ranges.stream().sorted(Comparator.comparingLong(ByteRange::from)).toList();
    }
}
