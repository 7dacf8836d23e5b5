package io.filetao.common.chain.local;

import io.filetao.common.chain.Block;
import io.filetao.common.crypto.Hash;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Blocks on a clock: the time alone says which block is the newest, also after the chain was down for a while.
 *
 * <p>A block's hash is {@code SHA-256(secret || number)}: known to everybody once the block is there, to nobody but the chain
 * before.
 */
final class BlockClock {

    private final byte[] secret;
    private final InstantSource time;
    private final NavigableMap<Long, Pace> paces = new TreeMap<>();
    private long newest;

    BlockClock(byte[] secret, InstantSource time) {
        this.secret = secret.clone();
        this.time = time;
    }

    /** From block {@code number} at {@code from} on, a block takes {@code blockTime}. */
    void pace(long number, Instant from, Duration blockTime) {
        this.paces.put(number, new Pace(from, blockTime));
        this.newest = Math.max(this.newest, number);
    }

    Duration blockTime() {
        return this.paces.lastEntry().getValue().blockTime();
    }

    /** Number of the newest block; never smaller than an earlier answer, whatever the wall clock does. */
    synchronized long newest() {
        var last = this.paces.lastEntry();
        long blocks =
                Duration.between(last.getValue().from(), this.time.instant())
                        .dividedBy(last.getValue().blockTime());
        this.newest = Math.max(this.newest, last.getKey() + Math.max(0, blocks));
        return this.newest;
    }

    Block block(long number) {
        var pace = this.paces.floorEntry(number);
        Instant at =
                pace.getValue()
                        .from()
                        .plus(pace.getValue().blockTime().multipliedBy(number - pace.getKey()));
        byte[] position = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return new Block(number, Hash.sha256(this.secret, position), at);
    }

    private record Pace(Instant from, Duration blockTime) {}
}
