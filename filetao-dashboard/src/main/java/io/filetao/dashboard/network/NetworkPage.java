package io.filetao.dashboard.network;

import io.filetao.dashboard.client.MinerReport;
import io.filetao.dashboard.client.NetworkReport.Count;
import io.filetao.dashboard.client.NetworkReport.Files;
import io.filetao.dashboard.client.NetworkReport;
import io.filetao.dashboard.client.Sighting;
import io.filetao.dashboard.view.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the network page shows, every number already in words.
 *
 * @param mood {@code good}, {@code watch}, {@code bad} or {@code away}
 * @param headline the state of the whole network in one sentence
 * @param badge whether the figures are live, or since when they are not
 * @param clock block and epoch, null while unknown
 * @param health files by health, empty while unknown
 * @param scored whether any miner has a tier or a score yet
 */
record NetworkPage(
        String mood,
        String headline,
        String detail,
        String badge,
        @Nullable BlockClock clock,
        List<Figure> figures,
        List<HealthBand> health,
        List<MinerRow> miners,
        boolean scored) {

    /** One number with its name and what it means. */
    record Figure(String name, String value, String note) {}

    /** Files of one health, as a band of the bar: from {@code start}, {@code width} percent wide. */
    record HealthBand(String state, String meaning, String count, double start, double width) {}

    /** Where the chain stands; {@code arc} is the percent of the epoch that has passed. */
    record BlockClock(String block, String epoch, String remaining, double arc) {}

    static NetworkPage of(Sighting seen, Instant now) {
        NetworkReport network = seen.network();
        Instant seenAt = seen.seenAt();
        if (network == null || seenAt == null) {
            return away(seen.trouble());
        }
        Headline headline = Headline.of(seen);
        List<MinerRow> miners =
                seen.miners().stream().map(miner -> MinerRow.of(miner, now)).toList();
        return new NetworkPage(
                headline.mood(),
                headline.sentence(),
                headline.detail(),
                seen.live()
                        ? "live"
                        : "as of " + Figures.age(Duration.between(seenAt, now)) + " ago",
                clock(network),
                figures(network, seen),
                health(network.files()),
                miners,
                seen.miners().stream()
                        .anyMatch(miner -> miner.tier() != null || miner.score() != null));
    }

    private static NetworkPage away(@Nullable String trouble) {
        return new NetworkPage(
                "away",
                "The network cannot be seen right now.",
                Objects.requireNonNullElse(trouble, "") + " This page tries again by itself.",
                "waiting",
                null,
                List.of(),
                List.of(),
                List.of(),
                false);
    }

    private static @Nullable BlockClock clock(NetworkReport network) {
        Long block = network.block();
        if (block == null) {
            return null;
        }
        Long epoch = network.epoch();
        Integer passed = network.passedBlocks();
        Integer tempo = network.tempo();
        String name = epoch == null ? "" : "epoch " + Figures.count(epoch);
        if (passed == null || tempo == null || tempo <= 0) {
            return new BlockClock(Figures.count(block), name, "", 0);
        }
        String remaining = Figures.count(Math.max(0, tempo - passed)) + " blocks to the next";
        return new BlockClock(
                Figures.count(block), name, remaining, Figures.percent(passed, tempo));
    }

    private static List<Figure> figures(NetworkReport network, Sighting seen) {
        Files files = network.files();
        Long total = files == null ? null : files.total();
        Long bytes = files == null ? null : files.bytes();
        Long told = network.storageUsed();
        Long most = network.storageLimit();
        long used = told != null ? told : sum(seen.miners(), MinerReport::storageUsed);
        long limit = most != null ? most : sum(seen.miners(), MinerReport::storageLimit);
        Count validators = network.validators();
        Integer checking = validators == null ? null : validators.total();
        return List.of(
                new Figure(
                        seen.answering() != null ? "Miners answering" : "Miners",
                        answering(seen),
                        "each on a disk of its own"),
                new Figure(
                        "Shards held",
                        Figures.bytes(used),
                        limit == 0 ? "on all miners" : "of " + Figures.bytes(limit)),
                new Figure(
                        "Files",
                        total == null ? "–" : Figures.count(total),
                        bytes == null
                                ? "whole and encrypted"
                                : Figures.bytes(bytes) + " before coding"),
                new Figure(
                        "Validators",
                        checking == null ? "–" : Figures.count(checking),
                        "verify and repair"));
    }

    private static String answering(Sighting seen) {
        Long answering = seen.answering();
        String all = Figures.count(seen.minerCount());
        return answering == null ? all : Figures.count(answering) + " of " + all;
    }

    private static long sum(List<MinerReport> miners, Function<MinerReport, @Nullable Long> part) {
        return miners.stream().map(part).filter(Objects::nonNull).mapToLong(Long::longValue).sum();
    }

    private static List<HealthBand> health(@Nullable Files files) {
        if (files == null || files.healthy() == null) {
            return List.of();
        }
        long[] counts = {
            files.healthy(),
            orZero(files.degraded()),
            orZero(files.endangered()),
            orZero(files.lost())
        };
        String[] states = {"healthy", "degraded", "endangered", "lost"};
        String[] meanings = {
            "every shard in place", "some shards missing", "repair is urgent", "too few shards left"
        };
        long total = LongStream.of(counts).sum();
        HealthBand[] bands = new HealthBand[counts.length];
        double start = 0;
        for (int i = 0; i < counts.length; i++) {
            double width = Figures.percent(counts[i], total);
            bands[i] =
                    new HealthBand(states[i], meanings[i], Figures.count(counts[i]), start, width);
            start += width;
        }
        return List.of(bands);
    }

    static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
