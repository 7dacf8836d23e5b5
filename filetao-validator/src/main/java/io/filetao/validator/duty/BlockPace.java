package io.filetao.validator.duty;

import io.filetao.common.chain.Block;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a block takes, measured from the blocks seen since the start; 12 seconds until there are enough. Thread-safe. */
final class BlockPace {

    private static final Duration USUAL = Duration.ofSeconds(12);

    private @Nullable Block first;

    synchronized Duration blockTime(Block now) {
        Block begin = this.first;
        if (begin == null || now.number() < begin.number()) {
            this.first = now;
            return USUAL;
        }
        Duration passed = Duration.between(begin.time(), now.time());
        long blocks = now.number() - begin.number();
        return blocks == 0 || !passed.isPositive() ? USUAL : passed.dividedBy(blocks);
    }
}
