package io.filetao.common.protocol;

import io.filetao.common.wallet.Ss58Address;

/**
 * Remembers the nonces of accepted requests, so that none is accepted twice.
 *
 * <p>A nonce need only be kept for as long as a request may be old, see {@link RequestVerifier#MAX_AGE} and
 * {@link RequestVerifier#MAX_AHEAD}; what is kept survives a restart.
 */
public interface Nonces {

    /** Records the nonce of a caller and answers true, or false when it was recorded before. Safe under concurrency. */
    boolean firstUse(Ss58Address hotkey, long nonce);
}
