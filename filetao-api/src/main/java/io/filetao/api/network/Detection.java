package io.filetao.api.network;

import io.filetao.common.event.Event;
import io.filetao.common.transfer.SweepRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How soon a loss on a miner is noticed at the pace at which miners were checked lately.
 *
 * <p>Worst case: the lost part consists of whole shards. A challenge covers one shard from end to end, so it meets a loss of the
 * part {@code x} with probability {@code x}; a sweep draws {@code c = 459} blocks over all shards and misses it with probability
 * {@code (1 - x)^c}. With {@code a} challenges and {@code b} sweeps a second for each miner, a loss is still unnoticed after
 * {@code t} seconds with probability {@code (1 - x)^{(a + c b) t}}; that is at most {@code 1 - confidence} from
 * {@code t = ln(1 - confidence) / ((a + c b) ln(1 - x))} on. Rounds that challenged several shards count as one: the time is an
 * upper bound.
 *
 * @param challenges of one miner in a second
 * @param sweeps of one miner in a second
 */
record Detection(double challenges, double sweeps) {

    private static final Duration LEAST = Duration.ofSeconds(30);

    /**
     * The pace of the events given.
     *
     * @param miners number of miners that are checked
     */
    static Detection of(List<Event> newestFirst, int miners, Instant now) {
        List<Event> proofs =
                newestFirst.stream().filter(event -> event.type().equals("challenge")).toList();
        if (proofs.isEmpty() || miners < 1) {
            return new Detection(0, 0);
        }
        Duration span = Duration.between(newestFirst.getLast().time(), now);
        double seconds = Math.max(LEAST.toSeconds(), span.toMillis() / 1000.0) * miners;
        // A sweep is about no single file.
        long sweeps = proofs.stream().filter(event -> event.cid() == null).count();
        return new Detection((proofs.size() - sweeps) / seconds, sweeps / seconds);
    }

    /**
     * Seconds within which a loss is noticed; empty while nothing is checked.
     *
     * @param loss part of what the miner holds, above 0, below 1
     * @param confidence with which it is noticed, above 0, below 1
     */
    OptionalDouble seconds(double loss, double confidence) {
        double draws = this.challenges + SweepRunner.ONE_PER_CENT * this.sweeps;
        return draws == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.log1p(-confidence) / (draws * Math.log1p(-loss)));
    }
}
