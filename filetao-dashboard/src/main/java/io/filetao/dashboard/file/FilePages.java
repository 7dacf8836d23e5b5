package io.filetao.dashboard.file;

import io.filetao.dashboard.client.Reports.File;
import io.filetao.dashboard.client.Reports.FileHealth;
import io.filetao.dashboard.client.Reports.Segment;
import io.filetao.dashboard.client.Reports.Shard;
import io.filetao.dashboard.view.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the pages about files show, every number already in words. */
final class FilePages {

    private static final Map<String, String> SENTENCES =
            Map.of(
                    "healthy", "Every shard of this file stands.",
                    "degraded", "Some shards of this file are missing.",
                    "endangered", "This file is close to the limit.",
                    "lost", "This file cannot be read back.");
    private static final Map<String, String> DETAILS =
            Map.of(
                    "healthy", "The newest proof of each is below.",
                    "degraded", "It can be read; what is missing is being replaced.",
                    "endangered", "It can still be read; repair comes first here.",
                    "lost", "Too few shards are left of at least one segment.");

    private FilePages() {}

    /**
     * A file in the list.
     *
     * @param kind who encrypted it, if anybody
     */
    record FileRow(
            String cid,
            String name,
            String shortCid,
            String size,
            String type,
            String kind,
            String created,
            String expires) {}

    /** One file's health. */
    record HealthPage(
            String cid,
            String status,
            String mood,
            String headline,
            String detail,
            String oldest,
            List<SegmentRow> segments) {}

    /** One segment and its shards. */
    record SegmentRow(
            int number, String proven, String spare, String state, List<ShardCell> shards) {}

    /** One shard. */
    record ShardCell(
            int number,
            String status,
            @Nullable Integer uid,
            @Nullable String hotkey,
            String age,
            String reason) {}

    static FileRow row(File file, Instant now) {
        String name = file.name();
        boolean sealed = file.payload() != null;
        return new FileRow(
                file.cid(),
                name != null && !name.isBlank() ? name : sealed ? "name encrypted" : "no name",
                Figures.shortKey(file.cid()),
                Figures.bytes(file.size()),
                Objects.requireNonNullElse(file.contentType(), "unknown"),
                sealed ? "encrypted by its owner" : "stored as sent",
                Figures.age(Duration.between(file.createdAt(), now)) + " ago",
                file.expiresAt().isBefore(now)
                        ? "now"
                        : "in " + Figures.age(Duration.between(now, file.expiresAt())));
    }

    static HealthPage health(FileHealth health, Instant now) {
        Instant oldest =
                health.segments().stream()
                        .flatMap(segment -> segment.shards().stream())
                        .map(Shard::lastProof)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null);
        return new HealthPage(
                health.cid(),
                health.status(),
                health.status().equals("healthy")
                        ? "good"
                        : health.status().equals("lost") ? "bad" : "watch",
                SENTENCES.getOrDefault(health.status(), health.status()),
                DETAILS.getOrDefault(health.status(), ""),
                oldest == null ? "no proof yet" : age(oldest, now),
                health.segments().stream().map(segment -> row(segment, now)).toList());
    }

    private static SegmentRow row(Segment segment, Instant now) {
        int spare = segment.proven() - segment.k();
        return new SegmentRow(
                segment.index() + 1,
                segment.proven()
                        + " of "
                        + segment.n()
                        + " proven, any "
                        + segment.k()
                        + " suffice",
                spare < 0
                        ? "too few are proven"
                        : spare == 0 ? "none to spare" : spare + " to spare",
                segment.proven() == segment.n() ? "healthy" : spare < 0 ? "lost" : "degraded",
                segment.shards().stream().map(shard -> cell(shard, now)).toList());
    }

    private static ShardCell cell(Shard shard, Instant now) {
        Instant proof = shard.lastProof();
        return new ShardCell(
                shard.number() + 1,
                shard.status(),
                shard.uid(),
                shard.hotkey(),
                proof == null ? "never" : age(proof, now),
                Objects.requireNonNullElse(shard.reason(), ""));
    }

    private static String age(Instant then, Instant now) {
        return Figures.age(Duration.between(then, now)) + " ago";
    }
}
