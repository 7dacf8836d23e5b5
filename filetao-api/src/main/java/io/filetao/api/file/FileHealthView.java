package io.filetao.api.file;

import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.health.FileHealth;
import io.filetao.common.health.SegmentHealth;
import io.filetao.common.health.ShardHealth;
import io.filetao.common.index.ShardRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well a file stands. */
@Schema(name = "FileHealth", description = "How well a file stands: as well as its worst segment.")
record FileHealthView(
        @Schema(example = "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavvu") String cid,
        @Schema(
                        allowableValues = {"healthy", "degraded", "endangered", "lost"},
                        example = "healthy")
                String status,
        Instant checkedAt,
        List<Segment> segments) {

    static FileHealthView of(FileHealth health, Metagraph metagraph) {
        return new FileHealthView(
                health.cid(),
                health.status().text(),
                health.checkedAt(),
                health.segments().stream().map(segment -> segment(segment, metagraph)).toList());
    }

    private static Segment segment(SegmentHealth segment, Metagraph metagraph) {
        return new Segment(
                segment.index(),
                segment.k(),
                segment.n(),
                segment.proven(),
                segment.shards().stream().map(shard -> shard(shard, metagraph)).toList());
    }

    private static Shard shard(ShardHealth shard, Metagraph metagraph) {
        ShardRecord record = shard.record();
        return new Shard(
                shard.number(),
                record == null ? null : record.miner().value(),
                record == null
                        ? null
                        : metagraph.neuron(record.miner()).map(Neuron::uid).orElse(null),
                shard.status().text(),
                record == null ? null : record.lastProof(),
                shard.reason());
    }

    /** One segment. */
    @Schema(name = "SegmentHealth", description = "Any k of the n shards give the segment back.")
    record Segment(
            int index,
            int k,
            int n,
            @Schema(description = "Shards with a proof that is young enough.") int proven,
            List<Shard> shards) {}

    /** One shard. */
    @Schema(name = "ShardHealth", description = "One shard and the miner that holds it.")
    record Shard(
            int number,
            @Nullable String hotkey,
            @Nullable Integer uid,
            @Schema(
                            allowableValues = {"proven", "stale", "failed", "missing"},
                            example = "proven")
                    String status,
            @Nullable Instant lastProof,
            @Schema(description = "Why it is not proven; null while it is.")
                    @Nullable String reason) {}
}
