package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.rpc.RpcClient;
import io.filetao.common.crypto.Hash;
import java.time.Duration;

/** The chain at its newest block, and at any other one. */
final class Heads implements AutoCloseable {

    private static final Duration USUAL_BLOCK_TIME = Duration.ofSeconds(12);
    private static final long BLOCKS_MEASURED = 32;

    private final RpcClient rpc;
    private final ChainRuntimes runtimes;
    private final HeadWatch watch;

    Heads(RpcClient rpc) {
        this.rpc = rpc;
        this.runtimes = new ChainRuntimes(rpc);
        this.watch = new HeadWatch(rpc);
    }

    ChainState newest() {
        return at(newestHash());
    }

    Hash newestHash() {
        return Json.hash(this.rpc.ask("chain_getBlockHash"));
    }

    ChainState at(Hash block) {
        return new ChainState(this.rpc, this.runtimes.at(block), block);
    }

    long newestNumber() {
        long number = Json.blockNumber(this.rpc.ask("chain_getHeader"));
        this.watch.seen(number);
        return number;
    }

    long number(Hash block) {
        long number = Json.blockNumber(this.rpc.ask("chain_getHeader", Json.hex(block)));
        this.watch.seen(number);
        return number;
    }

    /** Time between two blocks, as it was lately. */
    Duration blockTime(ChainState state, long number) {
        long before = Math.min(BLOCKS_MEASURED, number - 1);
        if (before < 1) {
            return USUAL_BLOCK_TIME;
        }
        ChainState earlier = at(Json.hash(this.rpc.ask("chain_getBlockHash", number - before)));
        Duration passed = Duration.between(earlier.time(), state.time());
        return passed.isPositive() ? passed.dividedBy(before) : USUAL_BLOCK_TIME;
    }

    /** Waits until a block above the given one is announced, or for the given time. */
    void await(long above, Duration longest) throws InterruptedException {
        this.watch.await(above, longest);
    }

    @Override
    public void close() {
        this.watch.close();
    }
}
