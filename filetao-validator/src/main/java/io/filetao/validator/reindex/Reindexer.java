package io.filetao.validator.reindex;

import io.filetao.common.broadband.FileCommitter;
import io.filetao.common.broadband.Manifest;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.FileId;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.validator.reindex.ReindexReport.Unrestored;
import io.filetao.validator.repair.RepairTriggers;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the index of a validator that lost its Redis: asks every miner for the headers of its shards and for copies of manifests,
 * both signed by this validator, and records what they describe. May be run again, and beside a validator that runs: what stands in
 * the index is left as it is.
 *
 * <p>A file of which most miners have let go was deleted and stays so unless the operator says otherwise; one that cannot be read any
 * more is listed. Memory: about 300 bytes for each shard in the network.
 */
public final class Reindexer {

    private static final Logger LOG = LoggerFactory.getLogger(Reindexer.class);

    /** Copies of a file's manifest that are compared; the newest counts. */
    private static final int COPIES = 7;

    private static final int AT_ONCE = 8;

    private final MinerDirectory miners;
    private final MinerArchive archive;
    private final FileIndex index;
    private final FileCommitter committer;
    private final RepairTriggers triggers;
    private final LongSupplier head;
    private final InstantSource clock;

    /**
     * @param head number of the newest block
     */
    Reindexer(
            MinerDirectory miners,
            MinerArchive archive,
            FileIndex index,
            FileCommitter committer,
            RepairTriggers triggers,
            LongSupplier head,
            InstantSource clock) {
        this.miners = miners;
        this.archive = archive;
        this.index = index;
        this.committer = committer;
        this.triggers = triggers;
        this.head = head;
        this.clock = clock;
    }

    /**
     * Does it once.
     *
     * @param deletedToo whether files that look deleted are restored as well
     */
    public ReindexReport run(boolean deletedToo) {
        return new Run(deletedToo).run();
    }

    /** A challenge takes a new beacon, three blocks on, and moves a chain by three at most. */
    private int counter() {
        return Math.toIntExact(Math.min(2 * this.head.getAsLong() + 1000, Integer.MAX_VALUE / 2));
    }

    private final class Run {

        private final boolean deletedToo;
        private final Map<FileId, Map<String, FoundShard>> files = new ConcurrentHashMap<>();
        private final Map<Ss58Address, Miner> asked = new ConcurrentHashMap<>();
        private final Set<Ss58Address> silent = ConcurrentHashMap.newKeySet();
        private final List<Unrestored> rest = new ArrayList<>();
        private int restored;
        private int standing;
        private int expired;

        Run(boolean deletedToo) {
            this.deletedToo = deletedToo;
        }

        ReindexReport run() {
            readInventories();
            Map<String, Recovery> newest = new HashMap<>();
            Map<String, Instant> issued = new HashMap<>();
            int counter = counter();
            Instant now = Reindexer.this.clock.instant();
            this.files.forEach((file, shards) -> {
                Manifest manifest = manifest(file, shards.values());
                if (manifest == null) {
                    // What was never committed belongs to an upload that failed.
                    if (shards.values().stream().anyMatch(FoundShard::committed)) {
                        this.rest.add(
                                new Unrestored(
                                        file.hex(),
                                        "No miner has a readable copy of its manifest."));
                    }
                    return;
                }
                String cid = manifest.record().cid();
                Instant before = issued.get(cid);
                if (before == null || before.isBefore(manifest.issuedAt())) {
                    issued.put(cid, manifest.issuedAt());
                    newest.put(
                            cid, Recovery.of(manifest, shards.values(), this.silent, counter, now));
                }
            });
            newest.values().forEach(this::restore);
            this.rest.sort(Comparator.comparing(Unrestored::file));
            return new ReindexReport(
                    this.asked.size(),
                    this.silent.stream().map(Ss58Address::value).sorted().toList(),
                    this.files.values().stream().mapToLong(Map::size).sum(),
                    this.restored,
                    this.standing,
                    this.expired,
                    this.rest);
        }

        private void readInventories() {
            Set<Miner> answering = new HashSet<>(Reindexer.this.miners.answering());
            Semaphore places = new Semaphore(AT_ONCE);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Miner miner : Reindexer.this.miners.eligible()) {
                    if (answering.contains(miner)) {
                        threads.execute(() -> readInventory(miner, places));
                    } else {
                        this.silent.add(miner.hotkey());
                    }
                }
            }
        }

        private void readInventory(Miner miner, Semaphore places) {
            places.acquireUninterruptibly();
            try {
                Reindexer.this.archive.inventory(
                        miner,
                        (header, committed) ->
                                this.files
                                        .computeIfAbsent(
                                                header.offer().fileId(),
                                                _ -> new ConcurrentHashMap<>())
                                        .put(header.rid().hex(), FoundShard.of(header, committed)));
                this.asked.put(miner.hotkey(), miner);
            } catch (IOException | RuntimeException failed) {
                LOG.warn("{} cannot be asked what it holds: {}", miner, failed.getMessage());
                this.silent.add(miner.hotkey());
            } finally {
                places.release();
            }
        }

        private @Nullable Manifest manifest(FileId file, Collection<FoundShard> shards) {
            Set<Ss58Address> holders = new LinkedHashSet<>();
            shards.stream()
                    .sorted(Comparator.comparing(FoundShard::committed).reversed())
                    .forEach(shard -> holders.add(shard.miner()));
            Manifest newest = null;
            int copies = 0;
            for (Ss58Address holder : holders) {
                Miner miner = this.asked.get(holder);
                if (miner == null || copies == COPIES) {
                    continue;
                }
                try {
                    Manifest copy = Reindexer.this.archive.manifest(miner, file).orElse(null);
                    if (copy != null) {
                        copies++;
                        if (newest == null || newest.issuedAt().isBefore(copy.issuedAt())) {
                            newest = copy;
                        }
                    }
                } catch (IOException | RuntimeException failed) {
                    LOG.info(
                            "{} gives no manifest of file {}: {}",
                            miner,
                            file,
                            failed.getMessage());
                }
            }
            return newest;
        }

        private void restore(Recovery recovery) {
            FileRecord file = recovery.file();
            if (Reindexer.this.index.find(file.cid()).isPresent()) {
                this.standing++;
            } else if (recovery.claims().isEmpty()) {
                this.expired++;
            } else if (!recovery.isReadable()) {
                this.rest.add(
                        new Unrestored(
                                file.cid(),
                                "Fewer shards of a segment are left than it takes to read it."));
            } else if (recovery.looksDeleted() && !this.deletedToo) {
                this.rest.add(
                        new Unrestored(
                                file.cid(),
                                recovery.dropped()
                                        + " of its shards were dropped by their miners and "
                                        + recovery.listed()
                                        + " are left: it was deleted, or is damaged; --deleted-too"
                                        + " restores it."));
            } else {
                record(file, recovery.claims());
                this.restored++;
            }
        }

        private void record(FileRecord file, List<Claim> claims) {
            Reindexer.this.index.record(file, claims.getFirst());
            claims.stream().skip(1).forEach(claim -> Reindexer.this.index.claim(file.cid(), claim));
            Reindexer.this.committer.commit(file);
            for (int segment = 0; segment < file.segments().size(); segment++) {
                Reindexer.this.triggers.enqueue(
                        file.cid(), segment, "Found incomplete when the index was rebuilt");
            }
        }
    }
}
