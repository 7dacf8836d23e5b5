package io.filetao.miner.challenge;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;

/** Names one sweep of one validator. */
public record SweepKey(Ss58Address validator, Hash seed) {}
