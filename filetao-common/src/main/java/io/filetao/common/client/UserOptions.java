package io.filetao.common.client;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How {@link StoreUserApi} and {@link RetrieveUserApi} work. Start from {@link #DEFAULTS}:
 *
 * <pre>{@code
 * UserOptions.DEFAULTS.ttl(Duration.ofDays(7)).uid(3)
 * }</pre>
 *
 * @param encrypt whether what is stored is encrypted for the wallet's coldkey first
 * @param ttl how long it is kept, null for as long as the node says
 * @param encoding of texts
 * @param name under which it is stored, sealed when it is encrypted; null for none
 * @param uid of the validator whose node is used, null for any
 * @param token bearer token for a node that does not list the wallet's hotkey, null for none
 * @param timeout for which a transfer may stand still
 * @param allowPrivate whether nodes on this machine and in private networks are used, as on a local network
 * @param progress hears of the bytes that are sent or received
 */
public record UserOptions(
        boolean encrypt,
        @Nullable Duration ttl,
        Charset encoding,
        @Nullable String name,
        @Nullable Integer uid,
        @Nullable String token,
        Duration timeout,
        boolean allowPrivate,
        Progress progress) {

    /** Encrypted, kept as long as the node says, texts in UTF-8, any validator, one minute's patience. */
    public static final UserOptions DEFAULTS =
            new UserOptions(
                    true,
                    null,
                    StandardCharsets.UTF_8,
                    null,
                    null,
                    null,
                    Duration.ofSeconds(60),
                    false,
                    Progress.NONE);

    /** With or without encryption. */
    public UserOptions encrypt(boolean chosen) {
        return with(draft -> draft.encrypt = chosen);
    }

    /** Kept for the given time. */
    public UserOptions ttl(Duration chosen) {
        return with(draft -> draft.ttl = chosen);
    }

    /** With texts in the given encoding. */
    public UserOptions encoding(Charset chosen) {
        return with(draft -> draft.encoding = chosen);
    }

    /** Stored under the given name. */
    public UserOptions name(String chosen) {
        return with(draft -> draft.name = chosen);
    }

    /** By the node of the validator with the given uid only. */
    public UserOptions uid(int chosen) {
        return with(draft -> draft.uid = chosen);
    }

    /** Admitted by the given bearer token. */
    public UserOptions token(String chosen) {
        return with(draft -> draft.token = chosen);
    }

    /** With the given patience. */
    public UserOptions timeout(Duration chosen) {
        return with(draft -> draft.timeout = chosen);
    }

    /** Also on this machine and in private networks. */
    public UserOptions allowPrivate(boolean chosen) {
        return with(draft -> draft.allowPrivate = chosen);
    }

    /** Telling the given listener. */
    public UserOptions progress(Progress chosen) {
        return with(draft -> draft.progress = chosen);
    }

    private UserOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new UserOptions(
                draft.encrypt,
                draft.ttl,
                draft.encoding,
                draft.name,
                draft.uid,
                draft.token,
                draft.timeout,
                draft.allowPrivate,
                draft.progress);
    }

    @Override
    public String toString() {
        return "UserOptions[encrypt="
                + this.encrypt
                + ", ttl="
                + this.ttl
                + ", uid="
                + this.uid
                + "]";
    }

    /** Options while one of them changes. */
    private static final class Draft {

        private boolean encrypt;
        private @Nullable Duration ttl;
        private Charset encoding;
        private @Nullable String name;
        private @Nullable Integer uid;
        private @Nullable String token;
        private Duration timeout;
        private boolean allowPrivate;
        private Progress progress;

        Draft(UserOptions options) {
            this.encrypt = options.encrypt;
            this.ttl = options.ttl;
            this.encoding = options.encoding;
            this.name = options.name;
            this.uid = options.uid;
            this.token = options.token;
            this.timeout = options.timeout;
            this.allowPrivate = options.allowPrivate;
            this.progress = options.progress;
        }
    }
}
