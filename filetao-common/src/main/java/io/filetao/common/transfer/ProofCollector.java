package io.filetao.common.transfer;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.CpuPermits;
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
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardProof;
import io.filetao.common.proof.Verdict;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.Reply;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.transfer.CollectedProof.LeftOut;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the public may know of a file from its holders, who keep it, and signs what the file consists of. What a miner shows is
 * taken only if it checks; a shard whose miner is away or shows something else is left out and named, and the bundle says less then,
 * but nothing wrong. The proofs wait on the disk, so that memory does not grow with the file. Thread-safe.
 */
public final class ProofCollector {

    private static final Logger LOG = LoggerFactory.getLogger(ProofCollector.class);

    /** Calls at once, whatever the size of the file. */
    private static final int CALLS = 32;

    /** What is left for the statement and the keys. */
    private static final long HEAD_BYTES = 1 << 20;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    /** After so long no further miner is asked: whoever waits for the bundle gets what there is within a minute. */
    private static final Duration BUDGET = Duration.ofSeconds(40);

    private final Dendrite dendrite;
    private final MinerDirectory miners;
    private final Signer hotkey;
    private final AuditKeys keys;
    private final Beacons beacons;
    private final Path spool;

    /**
     * @param spool directory in which the proofs wait
     */
    public ProofCollector(
            Dendrite dendrite,
            MinerDirectory miners,
            Signer hotkey,
            AuditKeys keys,
            Beacons beacons,
            Path spool) {
        this.dendrite = dendrite;
        this.miners = miners;
        this.hotkey = hotkey;
        this.keys = keys;
        this.beacons = beacons;
        this.spool = spool;
    }

    /**
     * Makes the bundle of a file; the caller closes it.
     *
     * @throws IOException when the spool cannot be written
     * @throws io.filetao.common.chain.ChainException when there is no beacon to date it by
     */
    public CollectedProof collect(FileRecord file) throws IOException {
        Beacon beacon = this.beacons.newest().beacon();
        Path path = Files.createTempFile(this.spool, "proof-", ".tmp");
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        Collection collection = new Collection(channel);
        try {
            collection.run(file);
            List<EpochKey> revealed = collection.revealed(Beacons.epoch(beacon));
            byte[] head = ProofBundle.head(statement(file, beacon), revealed, collection.shards);
            return new CollectedProof(head, channel, collection.shards, collection.leftOut);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
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
                file.contentRoot().hash(),
                beacon,
                segments);
    }

    /** One bundle in the making. */
    private final class Collection {

        private final FileChannel channel;
        private final Semaphore calls = new Semaphore(CALLS);
        private final Map<Ss58Address, String> silent = new ConcurrentHashMap<>();
        private final long deadline = System.nanoTime() + BUDGET.toNanos();

        /** Guards everything below. */
        private final ReentrantLock keeping = new ReentrantLock();

        private final List<LeftOut> leftOut = new ArrayList<>();
        private final TreeMap<Integer, EpochKey> epochs = new TreeMap<>();
        private @Nullable IOException failure;
        private long bytes;
        private int shards;

        Collection(FileChannel channel) {
            this.channel = channel;
        }

        void run(FileRecord file) throws IOException {
            try (ExecutorService executor = TracedThreads.newExecutor()) {
                for (int s = 0; s < file.segments().size(); s++) {
                    int segment = s;
                    for (ShardRecord shard : file.segments().get(s).shards()) {
                        this.calls.acquire();
                        executor.execute(() -> {
                            try {
                                add(segment, shard);
                            } finally {
                                this.calls.release();
                            }
                        });
                    }
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw (IOException)
                        new InterruptedIOException("Interrupted while gathering proofs")
                                .initCause(interrupted);
            }
            if (this.failure != null) {
                throw this.failure;
            }
        }

        /** Keys of epochs that are over: what they were good for can be told now. */
        List<EpochKey> revealed(int current) {
            return List.copyOf(this.epochs.headMap(current).values());
        }

        private void add(int segment, ShardRecord shard) {
            String reason = this.silent.get(shard.miner());
            if (reason == null) {
                reason =
                        System.nanoTime() < this.deadline
                                ? ask(shard)
                                : "the time for asking was over";
            }
            if (reason != null) {
                LeftOut left = new LeftOut(segment, shard.number(), shard.miner(), reason);
                this.keeping.lock();
                try {
                    this.leftOut.add(left);
                } finally {
                    this.keeping.unlock();
                }
            }
        }

        /** Keeps what the miner shows of a shard, or answers why there is nothing to keep. */
        private @Nullable String ask(ShardRecord shard) {
            Miner miner = ProofCollector.this.miners.find(shard.miner()).orElse(null);
            if (miner == null) {
                return "its miner left the network";
            }
            ShardId rid = ShardId.parse(shard.rid());
            try {
                Reply reply =
                        ProofCollector.this.dendrite.call(
                                miner.peer(),
                                "GET",
                                AxonPaths.proof(rid),
                                new byte[0],
                                ShardProof.MAX_BYTES,
                                CALL_TIMEOUT);
                ShardProof proof = ShardProof.decode(ByteBuffer.wrap(reply.body()));
                if (!isOf(shard, rid, proof) || !verify(proof).passed()) {
                    LOG.warn("{} shows a proof of shard={} that does not check", miner, rid);
                    return "its miner shows a proof that does not check";
                }
                return keep(proof, reply.body());
            } catch (MalformedMessageException garbage) {
                LOG.warn("{} shows garbage for shard={}: {}", miner, rid, garbage.getMessage());
                return "its miner answers garbage";
            } catch (IOException away) {
                LOG.info("{} shows no proof of shard={}: {}", miner, rid, away.getMessage());
                return describe(shard.miner(), TransferFault.of(away));
            }
        }

        /** A miner that cannot be reached is asked no more, so that it costs its time once. */
        private String describe(Ss58Address miner, TransferFault fault) {
            return switch (fault) {
                case UNREACHABLE, TIMEOUT -> {
                    String away = "its miner does not answer";
                    this.silent.put(miner, away);
                    yield away;
                }
                case MISSING -> "its miner does not hold it";
                case REFUSED -> "its miner refuses to show it";
                default -> "its miner answers garbage";
            };
        }

        private @Nullable String keep(ShardProof proof, byte[] encoded) {
            this.keeping.lock();
            try {
                if (this.bytes + encoded.length > ProofBundle.MAX_BYTES - HEAD_BYTES) {
                    return "the bundle was full";
                }
                ByteBuffer buffer = ByteBuffer.wrap(encoded);
                while (buffer.hasRemaining()) {
                    this.channel.write(buffer);
                }
                this.bytes += encoded.length;
                this.shards++;
                if (proof.transcript() != null) {
                    this.epochs.computeIfAbsent(
                            proof.transcript().challenge().epoch(),
                            ProofCollector.this.keys::epoch);
                }
                return null;
            } catch (IOException full) {
                this.failure = full;
                return "it could not be kept";
            } finally {
                this.keeping.unlock();
            }
        }
    }

    private static boolean isOf(ShardRecord shard, ShardId rid, ShardProof proof) {
        return proof.store().header().rid().equals(rid)
                && proof.store().header().root().equals(shard.root());
    }

    private static Verdict verify(ShardProof proof) throws InterruptedIOException {
        try (CpuPermits.Permit _ = CpuPermits.shared().acquire()) {
            return proof.verify();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Interrupted while checking a proof")
                            .initCause(interrupted);
        }
    }
}
