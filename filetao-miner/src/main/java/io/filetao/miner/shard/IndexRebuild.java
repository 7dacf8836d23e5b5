package io.filetao.miner.shard;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.miner.shard.disk.ShardDirectory;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the index anew from the disk when Redis has lost it, or holds that of another directory. */
public final class IndexRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);

    private final ShardDirectory directory;
    private final RedisShardIndex index;
    private final ShardStore shards;
    private final SpaceBudget space;
    private final ReentrantLock running = new ReentrantLock();
    private volatile boolean complete;

    public IndexRebuild(
            ShardDirectory directory, RedisShardIndex index, ShardStore shards, SpaceBudget space) {
        this.directory = directory;
        this.index = index;
        this.shards = shards;
        this.space = space;
    }

    /** Whether the index was complete when it was last looked at. */
    public boolean isComplete() {
        return this.complete;
    }

    /** Looks whether the index is complete and makes it so if not. Shards may come and go meanwhile. */
    public void run() {
        if (!this.running.tryLock()) {
            return;
        }
        try {
            this.complete = this.index.isCompleteFor(this.directory.id());
            if (!this.complete) {
                rebuild();
            }
            this.space.recount(Math.max(0, this.index.totals().bytes()));
            this.complete = true;
        } catch (IndexUnavailableException | IOException failure) {
            this.complete = false;
            LOG.warn("The index is looked at again later: {}", failure.getMessage());
        } finally {
            this.running.unlock();
        }
    }

    private void rebuild() throws IOException {
        LOG.info("Rebuilding the index of shards from the disk");
        long start = System.nanoTime();
        AtomicLong shards = new AtomicLong();
        this.index.clear();
        this.directory.forEach(rid -> {
            if (this.shards.reindex(rid) > 0) {
                shards.incrementAndGet();
            }
        });
        this.index.completeFor(this.directory.id());
        LOG.info(
                "Rebuilt the index shards={} milliseconds={}",
                shards,
                (System.nanoTime() - start) / 1_000_000);
    }
}
