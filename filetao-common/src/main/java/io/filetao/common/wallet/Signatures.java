package io.filetao.common.wallet;

import io.filetao.common.crypto.Sr25519;

/** Checks signatures by the address of who is said to have signed. */
public final class Signatures {

    private Signatures() {}

    /** Whether the owner of the address signed the message; false, never an exception, for bytes of any other kind. */
    public static boolean verify(Ss58Address signer, byte[] message, byte[] signature) {
        return Sr25519.verify(signer.publicKey(), message, signature);
    }
}
