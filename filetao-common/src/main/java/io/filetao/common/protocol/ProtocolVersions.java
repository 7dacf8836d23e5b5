package io.filetao.common.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the protocol between nodes that a program speaks. Every request and every answer names them, so that a program which
 * is too old or too new is told so instead of being misunderstood.
 *
 * <p>A version changes when a message's meaning or bytes change. A program speaks the versions of the release before it as well; two
 * programs work together when they have a version in common. What names none is of version 1, which is older than the header.
 *
 * @param oldest version that is still spoken, from 1
 * @param newest version, not below the oldest
 */
public record ProtocolVersions(int oldest, int newest) {

    /** Carries {@link #toString()} in requests and answers; signatures do not cover it, for it can only cause a refusal. */
    public static final String HEADER = "Filetao-Protocol";

    /** What this program speaks. */
    public static final ProtocolVersions OWN = new ProtocolVersions(1, 1);

    /** What a program speaks that says nothing. */
    static final ProtocolVersions UNSAID = new ProtocolVersions(1, 1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

    public ProtocolVersions {
        if (oldest < 1 || newest < oldest) {
            throw new IllegalArgumentException("Versions go from 1, and from old to new");
        }
    }

    /**
     * Reads the header of another program.
     *
     * @param header null where there is none
     * @throws IllegalArgumentException when it is neither a number nor a range
     */
    public static ProtocolVersions parse(@Nullable String header) {
        if (header == null) {
            return UNSAID;
        }
        Matcher text = TEXT.matcher(header);
        if (!text.matches()) {
            throw new IllegalArgumentException(
                    HEADER + " is a version such as 1 or a range such as 1-2");
        }
        int oldest = Integer.parseInt(text.group(1));
        return new ProtocolVersions(
                oldest, text.group(2) == null ? oldest : Integer.parseInt(text.group(2)));
    }

    /** Whether the two programs have a version in common. */
    public boolean isCompatibleWith(ProtocolVersions other) {
        return this.oldest <= other.newest && other.oldest <= this.newest;
    }

    /**
     * Why these and the other's versions do not go together, and who has to be updated.
     *
     * @param other names the other program, such as "the caller"
     */
    public String mismatch(ProtocolVersions others, String other) {
        boolean otherIsOlder = others.newest < this.oldest;
        return "This node speaks protocol version %s and %s %s; update %s"
                .formatted(this, other, others, otherIsOlder ? other : "this node");
    }

    /** A number, or a range such as {@code 1-2}. */
    @Override
    public String toString() {
        return this.oldest == this.newest
                ? Integer.toString(this.oldest)
                : this.oldest + "-" + this.newest;
    }
}
