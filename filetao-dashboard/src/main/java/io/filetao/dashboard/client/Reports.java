package io.filetao.dashboard.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API tells, call by call; null is what does not apply or is not known. */
public final class Reports {

    private Reports() {}

    private static <T> List<T> orNone(@Nullable List<T> items) {
        return items == null ? List.of() : List.copyOf(items);
    }

    /** A list that the API gives in pages. */
    record Page<T>(List<T> items, @Nullable String next) {

        Page {
            items = Reports.orNone(items);
        }
    }

    /**
     * Something that happened.
     *
     * @param type task of a scored interaction (store, challenge, retrieve, monitor), or chore, weights, repair and so on
     * @param reward what moved the score
     * @param score moving average afterwards
     */
    public record Event(
            String id,
            Instant time,
            long block,
            String type,
            @Nullable String chore,
            @Nullable Integer uid,
            @Nullable String hotkey,
            @Nullable String tier,
            @Nullable Boolean success,
            @Nullable String reason,
            @Nullable Double seconds,
            @Nullable Long bytes,
            @Nullable Double reward,
            @Nullable Double score,
            @Nullable Long moved) {}

    /** A class of miners, and what it takes to be in it. */
    public record Tier(
            String name, long storageLimit, double minScore, long minSuccesses, double factor) {}

    /** Recurring work of the validator and its last run. */
    public record Duty(
            String name,
            Instant lastRun,
            long block,
            boolean success,
            @Nullable Double seconds,
            @Nullable Long handled,
            @Nullable Long failed,
            @Nullable String reason,
            int runs,
            int failures,
            @Nullable Long everyBlocks) {}

    /** Sizes of the queue of repairs. */
    public record RepairQueue(long ready, long later, long leased) {}

    /** What the validator set on chain last. */
    public record Weights(@Nullable Instant setAt, @Nullable Long block, List<Weight> items) {

        public Weights {
            items = Reports.orNone(items);
        }
    }

    /**
     * One miner's weight.
     *
     * @param share part of all weights, 0 to 1
     */
    public record Weight(int uid, String hotkey, int weight, double share) {}

    /** A validator on chain; the stake is in TAO. */
    public record Validator(
            int uid,
            String hotkey,
            @Nullable String coldkey,
            @Nullable BigDecimal stake,
            @Nullable String axon,
            long lastUpdate) {}

    /** How soon losses are noticed. */
    public record Detection(
            double confidence,
            double challengesPerHour,
            double sweepsPerHour,
            List<DetectionTime> items) {

        public Detection {
            items = Reports.orNone(items);
        }

        /** Seconds within which a loss of the given part is noticed; null while nothing is checked. */
        public @Nullable Double seconds(double loss) {
            return this.items.stream()
                    .filter(point -> Math.abs(point.loss() - loss) < 1e-9)
                    .findFirst()
                    .map(DetectionTime::seconds)
                    .orElse(null);
        }
    }

    /** A size of loss, as a part of what a miner holds, and when it is noticed. */
    public record DetectionTime(double loss, @Nullable Double seconds) {}

    /** One page of an account's files. */
    public record FileList(List<File> items, @Nullable String next) {

        public FileList {
            items = Reports.orNone(items);
        }
    }

    /** A file and the account's claim on it. */
    public record File(
            String cid,
            long size,
            @Nullable String name,
            @Nullable String contentType,
            @Nullable String payload,
            Instant createdAt,
            Instant expiresAt) {}

    /** How well a file stands. */
    public record FileHealth(String cid, String status, Instant checkedAt, List<Segment> segments) {

        public FileHealth {
            segments = Reports.orNone(segments);
        }
    }

    /** Any k of the n shards give the segment back. */
    public record Segment(int index, int k, int n, int proven, List<Shard> shards) {

        public Segment {
            shards = Reports.orNone(shards);
        }
    }

    /** One shard and the miner that holds it. */
    public record Shard(
            int number,
            @Nullable String hotkey,
            @Nullable Integer uid,
            String status,
            @Nullable Instant lastProof,
            @Nullable String reason) {}
}
