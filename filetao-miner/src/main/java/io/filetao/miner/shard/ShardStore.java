package io.filetao.miner.shard;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ShardHeader;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardMeta;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.miner.shard.disk.IncomingShard;
import io.filetao.miner.shard.disk.ShardDirectory;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.UnreadableShardException;
import io.filetao.miner.shard.redis.RedisShardIndex;
import io.filetao.miner.shard.redis.RedisShardIndex.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards that this miner holds: files on the disk, which are the truth, and the index of them.
 *
 * <p>A shard enters the index before its file gets its name and leaves it after the file is gone, so that nothing on the disk is ever
 * missing from the index; an entry without a file is cleared away when its turn comes.
 */
public final class ShardStore {

    private static final Logger LOG = LoggerFactory.getLogger(ShardStore.class);
    private static final int STRIPES = 256;
    private static final int REMEMBERED_DROPS = 10_000;

    private final ShardDirectory directory;
    private final RedisShardIndex index;
    private final SpaceBudget space;
    private final ShardMetrics metrics;
    private final InstantSource clock;
    private final Duration uncommittedGrace;
    private final Set<Dropped> droppedOnTheWay =
            Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    /**
     * @param uncommittedGrace how long a shard may wait to be committed before its validator is asked
     */
    public ShardStore(
            ShardDirectory directory,
            RedisShardIndex index,
            SpaceBudget space,
            ShardMetrics metrics,
            InstantSource clock,
            Duration uncommittedGrace) {
        this.directory = directory;
        this.index = index;
        this.space = space;
        this.metrics = metrics;
        this.clock = clock;
        this.uncommittedGrace = uncommittedGrace;
    }

    /** Space for a shard of this offer; empty when there is not enough. */
    public Optional<SpaceBudget.Reservation> reserve(StoreOffer offer) throws IOException {
        return this.space.reserve(ShardFile.length(offer.geometry()));
    }

    /** Starts to receive; empty when the shard is held already or somebody else is sending it. */
    public Optional<IncomingShard> receive(ShardId rid) throws IOException {
        return this.directory.receive(rid);
    }

    /**
     * Keeps a shard that was received and checked; when this returns it survives a loss of power.
     *
     * @return false when its validator dropped it while it was on its way
     */
    public boolean keep(IncomingShard incoming, ShardMeta meta) throws IOException {
        Instant now = this.clock.instant();
        ShardHeader header = meta.header();
        incoming.seal(meta, now);
        ReentrantLock lock = lock(header.rid());
        lock.lock();
        try {
            if (this.droppedOnTheWay.contains(new Dropped(header.rid(), header.validator()))) {
                return false;
            }
            this.index.add(entry(header), now.plus(this.uncommittedGrace));
            incoming.place();
        } finally {
            lock.unlock();
        }
        this.metrics.stored(header.geometry().sealedLength());
        return true;
    }

    /**
     * Opens a shard; the caller closes it.
     *
     * @throws UnreadableShardException when its file is damaged
     */
    public Optional<ShardFile> open(ShardId rid) throws IOException {
        return this.directory.open(rid);
    }

    /**
     * Changes the state of a shard, one change at a time.
     *
     * @return empty when it is not held
     */
    public <T, X extends Exception> Optional<T> change(ShardId rid, Change<T, X> change)
            throws IOException, X {
        ReentrantLock lock = lock(rid);
        lock.lock();
        try (ShardFile file = this.directory.open(rid).orElse(null)) {
            return file == null ? Optional.empty() : Optional.of(change.apply(file));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that a shard belongs to a recorded file.
     *
     * @param validator who says so; shards of others are left alone
     * @return the file that it belongs to, empty when the miner does not hold it for this validator
     */
    public Optional<FileId> commit(ShardId rid, Ss58Address validator, Instant expiresAt)
            throws IOException {
        Optional<Optional<FileId>> file =
                change(
                        rid,
                        shard -> {
                            ShardHeader header = shard.header();
                            if (!header.validator().equals(validator)) {
                                return Optional.empty();
                            }
                            shard.update(shard.state().committedUntil(expiresAt), false);
                            this.index.add(entry(header), expiresAt);
                            return Optional.of(header.offer().fileId());
                        });
        return file.flatMap(found -> found);
    }

    /** Notes that the disk changed a shard; it is not served any more. */
    public void markDamaged(ShardId rid, Throwable cause) {
        LOG.error("Damaged shard={}: {}", rid, cause.getMessage());
        this.metrics.damaged();
        try {
            change(
                    rid,
                    shard -> {
                        shard.update(shard.state().asDamaged(), false);
                        return true;
                    });
        } catch (IOException unreadable) {
            LOG.debug("The damage of shard={} cannot be noted on disk", rid, unreadable);
        }
    }

    /**
     * Removes shards, and the manifests of files of which nothing is held any more.
     *
     * @param validator whose shards they are; those of others are left alone
     * @return how many were held and are gone
     */
    public int drop(Collection<ShardId> rids, Ss58Address validator) throws IOException {
        Set<FileId> files = new HashSet<>();
        int dropped = 0;
        for (ShardId rid : rids) {
            if (drop(rid, validator, files)) {
                dropped++;
            }
        }
        for (FileId file : files) {
            dropManifestIfUnused(file, validator);
        }
        return dropped;
    }

    /** Keeps the transcript of a shard's newest passed challenge, in place of the one before. */
    public void keepTranscript(ShardId rid, byte[] transcript) throws IOException {
        this.directory.writeTranscript(rid, transcript);
    }

    /** The transcript of a shard's newest passed challenge, empty when there is none. */
    public Optional<byte[]> transcript(ShardId rid) throws IOException {
        return this.directory.readTranscript(rid);
    }

    /** Keeps a copy of a file's manifest, together with the names of the shards that are held of the file. */
    public void keepManifest(FileId file, Ss58Address validator, CommitRequest commit)
            throws IOException {
        Set<ShardId> rids = new LinkedHashSet<>(commit.rids());
        for (ShardId rid : namedWithManifest(file, validator)) {
            if (rids.size() < CommitRequest.MAX_SHARDS && this.directory.holds(rid)) {
                rids.add(rid);
            }
        }
        CommitRequest all =
                new CommitRequest(commit.expiresAt(), List.copyOf(rids), commit.manifest());
        this.directory.writeManifest(validator, file, all.encode());
    }

    /** The commit that brought a file's manifest, encoded; empty when there is none. */
    public Optional<byte[]> manifest(FileId file, Ss58Address validator) throws IOException {
        return this.directory.readManifest(validator, file);
    }

    /**
     * Writes a shard's entry in the index anew from what stands on the disk.
     *
     * @return bytes of its file, 0 when there is none or it cannot be read
     */
    public long reindex(ShardId rid) throws IOException {
        try (ShardFile file = this.directory.open(rid).orElse(null)) {
            if (file == null) {
                return 0;
            }
            Instant expiresAt = file.state().expiresAt();
            this.index.add(
                    entry(file.header()),
                    expiresAt == null ? file.storedAt().plus(this.uncommittedGrace) : expiresAt);
            return file.length();
        } catch (UnreadableShardException | MalformedMessageException damage) {
            markDamaged(rid, damage);
            return 0;
        }
    }

    private boolean drop(ShardId rid, Ss58Address validator, Set<FileId> files) throws IOException {
        ReentrantLock lock = lock(rid);
        lock.lock();
        try {
            Optional<ShardHeader> header = header(rid);
            Optional<Entry> entry = header.map(ShardStore::entry).or(() -> this.index.find(rid));
            if (entry.isEmpty()) {
                this.droppedOnTheWay.add(new Dropped(rid, validator));
                return false;
            }
            if (!entry.get().validator().equals(validator)) {
                return false;
            }
            boolean deleted = this.directory.delete(rid);
            this.index.remove(entry.get());
            if (deleted) {
                this.space.release(entry.get().bytes());
                this.metrics.dropped();
            }
            header.ifPresent(known -> files.add(known.offer().fileId()));
            return deleted;
        } finally {
            lock.unlock();
        }
    }

    private void dropManifestIfUnused(FileId file, Ss58Address validator) throws IOException {
        if (namedWithManifest(file, validator).stream().noneMatch(this.directory::holds)) {
            this.directory.deleteManifest(validator, file);
        }
    }

    private List<ShardId> namedWithManifest(FileId file, Ss58Address validator) throws IOException {
        Optional<byte[]> kept = this.directory.readManifest(validator, file);
        try {
            return kept.isEmpty()
                    ? List.of()
                    : CommitRequest.decode(ByteBuffer.wrap(kept.get())).rids();
        } catch (MalformedMessageException damaged) {
            LOG.warn("The manifest of file={} is damaged on disk", file);
            return List.of();
        }
    }

    static Entry entry(ShardHeader header) {
        return new Entry(header.rid(), header.validator(), ShardFile.length(header.geometry()));
    }

    private Optional<ShardHeader> header(ShardId rid) throws IOException {
        try (ShardFile file = this.directory.open(rid).orElse(null)) {
            return file == null ? Optional.empty() : Optional.of(file.header());
        } catch (UnreadableShardException damaged) {
            LOG.warn("Shard {} is damaged and about to be dropped: {}", rid, damaged.getMessage());
            return Optional.empty();
        }
    }

    private ReentrantLock lock(ShardId rid) {
        return this.locks[(int) (rid.low() & (STRIPES - 1))];
    }

    /** A shard that was dropped before it had arrived. */
    private record Dropped(ShardId rid, Ss58Address validator) {}

    /** The newest of them; an upload that takes longer than thousands of others is asked about before it expires. */
    private static final class Recent extends LinkedHashMap<Dropped, Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Dropped, Boolean> eldest) {
            return size() > REMEMBERED_DROPS;
        }
    }

    /** A change of one shard's state. */
    @FunctionalInterface
    public interface Change<T, X extends Exception> {

        T apply(ShardFile shard) throws IOException, X;
    }
}
