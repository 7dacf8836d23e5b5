package io.filetao.common.chain.local;

import io.filetao.common.chain.ChainException;

/** The chain refused a call by one of its rules; the name is the one that subtensor uses where it has that rule. */
final class RefusedCallException extends ChainException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    RefusedCallException(String rule, String why) {
        super(rule + ": " + why);
        this.rule = rule;
    }

    String rule() {
        return this.rule;
    }
}
