package io.filetao.miner.challenge;

import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Ss58Address;

/** Names one challenge of one validator. */
public record ChallengeKey(Ss58Address validator, ShardId rid, int number) {}
