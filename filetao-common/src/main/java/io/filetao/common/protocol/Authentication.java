package io.filetao.common.protocol;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;

/** What the headers of a request prove about its sender. */
public sealed interface Authentication {

    /**
     * The request is signed by this hotkey, for this receiver, now, and for the first time.
     *
     * @param nonce to be named in the signed response
     * @param bodyDigest SHA-256 that the body must turn out to have
     */
    record Caller(Ss58Address hotkey, long nonce, Hash bodyDigest) implements Authentication {}

    /**
     * The request is not to be answered with work.
     *
     * @param detail one sentence that says what to do, without secrets and safe to send back
     */
    record Refused(AuthRefusal reason, String detail) implements Authentication {}
}
