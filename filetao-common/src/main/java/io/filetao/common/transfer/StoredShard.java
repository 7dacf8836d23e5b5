package io.filetao.common.transfer;

import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.proof.Receipt;

/** A shard that a miner signed for and proved. */
public record StoredShard(Miner miner, ShardRecord record, Receipt receipt) {}
