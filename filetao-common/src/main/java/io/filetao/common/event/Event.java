package io.filetao.common.event;

import io.filetao.common.tier.RewardRules;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, flat, as one line of the log and one entry of the live stream (docs/spec/rewards.md, "Events"). Fields that
 * do not apply are absent.
 *
 * @param id unique
 * @param block newest block when it happened
 * @param type task of a scored interaction ({@code store}, {@code challenge}, {@code retrieve}, {@code monitor}), or what else
 *     happened: {@code reset}, {@code weights}, {@code chore}, {@code repair}, ...
 * @param batch the batch that was rewarded together
 * @param chore name of the chore that ran
 * @param since block in which the hotkey was registered; its record begins there
 * @param seq number of the change of the hotkey's record, counting from 1 at its registration
 * @param tier name of the tier that the reward was computed with; of a reset, the tier from then on
 * @param reason why it failed, or what there is to say
 * @param seconds time of the answer's first move; of a chore, the whole
 * @param bytes bytes that the interaction was about
 * @param raw reward before the sigmoid of time
 * @param reward what moved the score
 * @param score moving average afterwards
 * @param totalSuccesses since registration, afterwards
 * @param cid file that it was about
 * @param rid shard that it was about
 * @param moved bytes that were moved to repair or level
 * @param weights what was set on chain
 * @param rules what the events of this log from here on were computed with
 */
public record Event(
        String id,
        Instant time,
        long block,
        String type,
        @Nullable String batch,
        @Nullable String chore,
        @Nullable Integer uid,
        @Nullable String hotkey,
        @Nullable Long since,
        @Nullable Long seq,
        @Nullable String tier,
        @Nullable Boolean success,
        @Nullable String reason,
        @Nullable Double seconds,
        @Nullable Long bytes,
        @Nullable Double raw,
        @Nullable Double reward,
        @Nullable Double score,
        @Nullable Long totalSuccesses,
        @Nullable String cid,
        @Nullable String rid,
        @Nullable Long moved,
        @Nullable WeightsSet weights,
        @Nullable RewardRules rules) {

    /**
     * Begins an event of now.
     *
     * @param type see {@link Event}
     */
    public static Builder of(String type, long block) {
        return new Builder(type, block);
    }

    /**
     * Weights as they were set, with all that they were computed from.
     *
     * @param minAllowedWeights least number of non-zero weights that the chain wanted
     * @param maxWeightLimit largest share of one weight, in 1/65535
     * @param entries one for each eligible uid
     */
    public record WeightsSet(int minAllowedWeights, int maxWeightLimit, List<Entry> entries) {

        public WeightsSet {
            entries = List.copyOf(entries);
        }

        /**
         * One miner's.
         *
         * @param since block of registration
         * @param seq number of the newest change of its record that was counted, 0 for none
         * @param weight 0 to 65535
         */
        public record Entry(int uid, String hotkey, long since, long seq, int weight) {}
    }

    /** An event to be; only what applies is filled in. */
    public static final class Builder {

        private final String type;
        private final long block;
        private Instant time = Instant.now();
        private @Nullable String batch;
        private @Nullable String chore;
        private @Nullable Integer uid;
        private @Nullable String hotkey;
        private @Nullable Long since;
        private @Nullable Long seq;
        private @Nullable String tier;
        private @Nullable Boolean success;
        private @Nullable String reason;
        private @Nullable Double seconds;
        private @Nullable Long bytes;
        private @Nullable Double raw;
        private @Nullable Double reward;
        private @Nullable Double score;
        private @Nullable Long totalSuccesses;
        private @Nullable String cid;
        private @Nullable String rid;
        private @Nullable Long moved;
        private @Nullable WeightsSet weights;
        private @Nullable RewardRules rules;

        private Builder(String type, long block) {
            this.type = type;
            this.block = block;
        }

        public Builder time(Instant happened) {
            this.time = happened;
            return this;
        }

        public Builder batch(String name) {
            this.batch = name;
            return this;
        }

        public Builder chore(String name) {
            this.chore = name;
            return this;
        }

        public Builder miner(int of, String ss58) {
            this.uid = of;
            this.hotkey = ss58;
            return this;
        }

        public Builder hotkey(String ss58) {
            this.hotkey = ss58;
            return this;
        }

        /** Which change of the hotkey's record it is. */
        public Builder change(long registered, long number) {
            this.since = registered;
            this.seq = number;
            return this;
        }

        public Builder tier(String name) {
            this.tier = name;
            return this;
        }

        public Builder success(boolean succeeded) {
            this.success = succeeded;
            return this;
        }

        /** An empty reason is none. */
        public Builder reason(@Nullable String sentence) {
            this.reason = sentence == null || sentence.isEmpty() ? null : sentence;
            return this;
        }

        public Builder seconds(double took) {
            this.seconds = took;
            return this;
        }

        public Builder bytes(long count) {
            this.bytes = count;
            return this;
        }

        public Builder rewarded(double before, double after) {
            this.raw = before;
            this.reward = after;
            return this;
        }

        /** The record afterwards. */
        public Builder standing(double average, long successes) {
            this.score = average;
            this.totalSuccesses = successes;
            return this;
        }

        public Builder cid(@Nullable String of) {
            this.cid = of;
            return this;
        }

        public Builder rid(@Nullable String of) {
            this.rid = of;
            return this;
        }

        public Builder moved(long count) {
            this.moved = count;
            return this;
        }

        public Builder weights(WeightsSet set) {
            this.weights = set;
            return this;
        }

        public Builder rules(RewardRules inForce) {
            this.rules = inForce;
            return this;
        }

        public Event build() {
            return new Event(
                    UUID.randomUUID().toString(),
                    this.time,
                    this.block,
                    this.type,
                    this.batch,
                    this.chore,
                    this.uid,
                    this.hotkey,
                    this.since,
                    this.seq,
                    this.tier,
                    this.success,
                    this.reason,
                    this.seconds,
                    this.bytes,
                    this.raw,
                    this.reward,
                    this.score,
                    this.totalSuccesses,
                    this.cid,
                    this.rid,
                    this.moved,
                    this.weights,
                    this.rules);
        }
    }
}
