package io.filetao.common.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller of the API may do. None includes another. */
public enum Scope {
    /** Read files, lists, health, proofs and what is known of the network. */
    READ,
    /** Store and delete files. */
    WRITE,
    /** Issue, list and revoke tokens. */
    ADMIN;

    /** The name under which people and programs know it, such as {@code read}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The scope of a name.
     *
     * @throws IllegalArgumentException with a sentence when there is none
     */
    public static Scope of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text.strip()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "There is no scope '%s'; use read, write or admin"
                                        .formatted(text)));
    }

    /** All of them. */
    public static Set<Scope> all() {
        return EnumSet.allOf(Scope.class);
    }
}
