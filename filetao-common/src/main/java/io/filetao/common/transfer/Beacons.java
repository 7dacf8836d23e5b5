package io.filetao.common.transfer;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.proof.Beacon;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The newest beacon of the chain, asked for at most once per {@code age}. Thread-safe. */
public final class Beacons {

    /** Blocks whose challenges share one key; the key of an epoch is revealed when the epoch is over. */
    public static final int EPOCH_BLOCKS = 360;

    private final Subtensor chain;
    private final Duration age;
    private final InstantSource time;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Dated newest;
    private Instant askedAt = Instant.MIN;

    /**
     * @param age how long an answer serves, at most a block's time
     */
    public Beacons(Subtensor chain, Duration age, InstantSource time) {
        this.chain = chain;
        this.age = age;
        this.time = time;
    }

    /**
     * The hash of the newest finalised block that counts.
     *
     * @throws ChainException when the chain is away
     */
    public Dated newest() {
        this.asking.lock();
        try {
            Instant now = this.time.instant();
            Dated known = this.newest;
            if (known != null && now.isBefore(this.askedAt.plus(this.age))) {
                return known;
            }
            Dated asked = ask();
            this.newest = asked;
            this.askedAt = now;
            return asked;
        } finally {
            this.asking.unlock();
        }
    }

    /** The epoch of a beacon, which names the key that its challenges are drawn with. */
    public static int epoch(Beacon beacon) {
        return Math.toIntExact(beacon.height() / EPOCH_BLOCKS);
    }

    private Dated ask() {
        long height = Beacon.heightFor(this.chain.finalizedHead().number());
        Block block =
                this.chain
                        .block(height)
                        .orElseThrow(() ->
                                new ChainException(
                                        "The chain does not know its finalised block " + height));
        return new Dated(new Beacon(height, block.hash()), block.time());
    }

    /**
     * A beacon and when its block was made: a shard that was challenged later than that may have been challenged with it, and
     * a miner answers once per beacon only.
     */
    public record Dated(Beacon beacon, Instant time) {}
}
