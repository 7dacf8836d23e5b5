package io.filetao.common.protocol.axon;

import io.filetao.common.wallet.Ss58Address;

/** Decides whose requests are answered at all. Called from headers alone, before any work that costs. */
@FunctionalInterface
public interface Admission {

    /** Returns when the hotkey may call, otherwise throws the refusal, normally a 403. */
    void admit(Ss58Address hotkey) throws AxonException;
}
