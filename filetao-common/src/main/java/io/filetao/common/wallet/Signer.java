package io.filetao.common.wallet;

/** A key that signs: a hotkey in daily use, a coldkey when its owner unlocks it. */
public interface Signer {

    /** The public half, as people write it. */
    Ss58Address address();

    /** A randomised sr25519 signature of 64 bytes under the context {@code substrate}. */
    byte[] sign(byte[] message);
}
