package io.filetao.common.transfer;

import io.filetao.common.cid.Cid;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.Beacon;
import io.filetao.common.proof.EpochKey;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.FileStatement;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardProof;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Reply;
import io.filetao.common.wallet.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the public may know of a file from its holders, who keep it, and signs what the file consists of. What a miner shows is
 * taken only if it checks; a shard whose miner is away is left out, and the bundle says less then, but nothing wrong. Thread-safe.
 */
public final class ProofCollector {

    private static final Logger LOG = LoggerFactory.getLogger(ProofCollector.class);

    /** Calls at once, whatever the size of the file. */
    private static final int CALLS = 32;

    private final Dendrite dendrite;
    private final MinerDirectory miners;
    private final Signer hotkey;
    private final AuditKeys keys;
    private final Beacons beacons;
    private final Duration timeout;

    /**
     * @param timeout for each miner
     */
    public ProofCollector(
            Dendrite dendrite,
            MinerDirectory miners,
            Signer hotkey,
            AuditKeys keys,
            Beacons beacons,
            Duration timeout) {
        this.dendrite = dendrite;
        this.miners = miners;
        this.hotkey = hotkey;
        this.keys = keys;
        this.beacons = beacons;
        this.timeout = timeout;
    }

    /**
     * Makes the bundle of a file.
     *
     * @throws io.filetao.common.chain.ChainException when there is no beacon to date it by
     */
    public ProofBundle collect(FileRecord file) {
        Beacon beacon = this.beacons.newest().beacon();
        List<ShardProof> proofs = ask(file);
        return new ProofBundle(
                statement(file, beacon), revealed(proofs, Beacons.epoch(beacon)), proofs);
    }

    private FileStatement statement(FileRecord file, Beacon beacon) {
        List<FileStatement.Segment> segments = new ArrayList<>();
        for (SegmentRecord segment : file.segments()) {
            segments.add(
                    new FileStatement.Segment(
                            Math.toIntExact(segment.size()), segment.k(), segment.n()));
        }
        return FileStatement.sign(
                this.hotkey,
                FileId.parse(file.fileId()),
                Cid.decode(file.cid()).digest(),
                file.size(),
                file.contentRoot(),
                beacon,
                segments);
    }

    /** Keys of epochs that are over: what they were good for can be told now. */
    private List<EpochKey> revealed(List<ShardProof> proofs, int epoch) {
        TreeMap<Integer, EpochKey> over = new TreeMap<>();
        for (ShardProof proof : proofs) {
            if (proof.transcript() != null && proof.transcript().challenge().epoch() < epoch) {
                over.computeIfAbsent(proof.transcript().challenge().epoch(), this.keys::epoch);
            }
        }
        return List.copyOf(over.values());
    }

    private List<ShardProof> ask(FileRecord file) {
        Semaphore calls = new Semaphore(CALLS);
        List<Callable<Optional<ShardProof>>> tasks = new ArrayList<>();
        for (SegmentRecord segment : file.segments()) {
            for (ShardRecord shard : segment.shards()) {
                tasks.add(() -> {
                    calls.acquire();
                    try {
                        return ask(shard);
                    } finally {
                        calls.release();
                    }
                });
            }
        }
        List<ShardProof> proofs = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<ShardProof>> asked : executor.invokeAll(tasks)) {
                asked.get().ifPresent(proofs::add);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A proof could not be asked for", failed.getCause());
        }
        return proofs;
    }

    private Optional<ShardProof> ask(ShardRecord shard) {
        Miner miner = this.miners.find(shard.miner()).orElse(null);
        if (miner == null) {
            return Optional.empty();
        }
        ShardId rid = ShardId.parse(shard.rid());
        try {
            Reply reply =
                    this.dendrite.call(
                            miner.peer(),
                            "GET",
                            AxonPaths.proof(rid),
                            new byte[0],
                            ShardProof.MAX_BYTES,
                            this.timeout);
            ShardProof proof = ShardProof.decode(ByteBuffer.wrap(reply.body()));
            if (proof.store().header().rid().equals(rid)
                    && proof.store().header().root().equals(shard.root())
                    && proof.verify().passed()) {
                return Optional.of(proof);
            }
            LOG.warn("{} shows a proof of shard={} that does not check", miner, rid);
        } catch (IOException away) {
            LOG.info("{} shows no proof of shard={}: {}", miner, rid, away.getMessage());
        }
        return Optional.empty();
    }
}
