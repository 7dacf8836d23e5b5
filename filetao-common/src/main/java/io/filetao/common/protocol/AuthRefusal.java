package io.filetao.common.protocol;

import java.util.Locale;

/** Why a request's or a response's signature was refused. */
public enum AuthRefusal {
    /** A header is missing, repeated, too long, or not what it should be. */
    MALFORMED,
    /** Another version of the scheme, or another kind of key. */
    UNSUPPORTED,
    /** Signed for another receiver, or for none where one is demanded. */
    WRONG_RECEIVER,
    /** Older than allowed. */
    STALE,
    /** Dated further ahead of this machine's clock than allowed. */
    EARLY,
    /** The signature is not the named hotkey's over this request. */
    BAD_SIGNATURE,
    /** The nonce was used before. */
    REPLAYED;

    /** The name on the wire, such as {@code wrong-receiver}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
