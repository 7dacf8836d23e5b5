package io.filetao.common.proof;

import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Ss58Address;

/** How signatures are checked: sr25519, except where a test counts something else a hundred thousand times. */
@FunctionalInterface
interface SignatureCheck {

    SignatureCheck SR25519 = Signatures::verify;

    boolean verify(Ss58Address signer, byte[] message, byte[] signature);

    default boolean verify(Ss58Address signer, byte[] message, Signature signature) {
        return verify(signer, message, signature.bytes());
    }
}
