package io.filetao.common.wallet;

import org.jspecify.annotations.Nullable;

/** Where the password of an encrypted keyfile comes from: a prompt, the environment, or nowhere. */
@FunctionalInterface
public interface PasswordSource {

    /** A source that never has one. */
    PasswordSource NONE = subject -> null;

    /**
     * The password, or null when there is none. The receiver overwrites the array after use.
     *
     * @param subject what is to be opened, for a prompt, such as {@code coldkey of wallet default}
     */
    char @Nullable [] password(String subject);

    /** A source that always answers the given password. */
    static PasswordSource of(String password) {
        return subject -> password.toCharArray();
    }
}
