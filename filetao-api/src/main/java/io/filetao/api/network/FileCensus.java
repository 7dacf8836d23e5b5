package io.filetao.api.network;

import io.filetao.api.web.Blocking;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.health.FileHealth;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldPage;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.wallet.Ss58Address;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Counts the network's files by health.
 *
 * <p>It goes through what miners hold, in the background, at most once in {@link #PAUSE}, and looks at no more than {@link #MOST}
 * files each time. A file of which no miner holds a shard is not seen this way. What validators store to test miners is left out.
 */
@Component
final class FileCensus {

    private static final Logger LOG = LoggerFactory.getLogger(FileCensus.class);
    private static final int MOST = 2_000;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final FileIndex index;
    private final MetagraphCache metagraph;
    private final Blocking blocking;
    private final Duration proofAge;
    private final InstantSource clock;
    private final AtomicBoolean counting = new AtomicBoolean();
    private volatile Instant countedAt = Instant.EPOCH;
    private volatile @Nullable Totals latest;

    FileCensus(
            FileIndex index,
            MetagraphCache metagraph,
            Blocking blocking,
            @Value("${filetao.api.proof-age:7d}") Duration proofAge,
            InstantSource clock) {
        this.index = index;
        this.metagraph = metagraph;
        this.blocking = blocking;
        this.proofAge = proofAge;
        this.clock = clock;
    }

    /** Files by health. */
    @Schema(name = "FileTotals", description = "Files of all accounts by health.")
    record Totals(
            @Schema(description = "Files that were looked at.", example = "132") long total,
            @Schema(description = "Their bytes as stored.", example = "3137448559") long bytes,
            @Schema(example = "130") long healthy,
            @Schema(example = "2") long degraded,
            @Schema(example = "0") long endangered,
            @Schema(example = "0") long lost,
            @Schema(
                            description =
                                    "Whether all files were looked at: of many, only a part is.",
                            example = "true")
                    boolean complete) {}

    /** The last count, null before the first; a new one is begun when it is due. */
    @Nullable Totals totals() {
        if (this.clock.instant().isAfter(this.countedAt.plus(PAUSE))
                && this.counting.compareAndSet(false, true)) {
            this.blocking.threads().execute(this::countAnew);
        }
        return this.latest;
    }

    private void countAnew() {
        try {
            this.latest = count();
        } catch (IndexUnavailableException away) {
            LOG.debug("files are not counted: {}", away.getMessage());
        } finally {
            this.countedAt = this.clock.instant();
            this.counting.set(false);
        }
    }

    private Totals count() {
        Metagraph now = this.metagraph.metagraph();
        Set<String> cids = new LinkedHashSet<>();
        boolean complete = true;
        for (Ss58Address miner : this.index.holders()) {
            complete &= collect(miner, cids);
        }
        Map<FileHealth.Status, Long> counts = new EnumMap<>(FileHealth.Status.class);
        long bytes = 0;
        for (String cid : cids) {
            FileRecord file = this.index.find(cid).orElse(null);
            if (file != null && !isTest(file)) {
                FileHealth health =
                        FileHealth.of(
                                file,
                                miner -> now.neuron(miner).isPresent(),
                                this.clock.instant(),
                                this.proofAge);
                counts.merge(health.status(), 1L, Long::sum);
                bytes += file.size();
            }
        }
        return new Totals(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                bytes,
                counts.getOrDefault(FileHealth.Status.HEALTHY, 0L),
                counts.getOrDefault(FileHealth.Status.DEGRADED, 0L),
                counts.getOrDefault(FileHealth.Status.ENDANGERED, 0L),
                counts.getOrDefault(FileHealth.Status.LOST, 0L),
                complete);
    }

    /** Adds the files that a miner holds parts of; answers false when there was no room for all. */
    private boolean collect(Ss58Address miner, Set<String> cids) {
        int page = HeldPage.FIRST;
        while (page != HeldPage.END) {
            HeldPage read = this.index.held(miner, page);
            for (HeldShard shard : read.shards()) {
                if (cids.size() >= MOST && !cids.contains(shard.cid())) {
                    return false;
                }
                cids.add(shard.cid());
            }
            page = read.next();
        }
        return true;
    }

    /** What a validator stores to test one miner has a single shard; nobody else's file has so few. */
    private static boolean isTest(FileRecord file) {
        return file.segments().stream().allMatch(segment -> segment.n() == 1);
    }
}
