package io.filetao.validator.challenge;

import io.filetao.common.chain.Block;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.HeldShard;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.UidSelector;
import io.filetao.common.trace.TracedThreads;
import io.filetao.common.wallet.Ss58Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks many miners at once to prove a shard each. A miner that hangs, lies or sends garbage costs its own verdict and nobody
 * else's: every challenge ends by its deadlines.
 */
public final class ChallengeRound {

    private static final Logger LOG = LoggerFactory.getLogger(ChallengeRound.class);
    private static final String TASK = "challenge";

    private final ShardAuditor auditor;
    private final MinerDirectory miners;
    private final FileIndex index;
    private final Ss58Address validator;
    private final RandomGenerator random;

    /**
     * @param validator own hotkey
     * @param random picks among a miner's shards; must not be predictable to miners
     */
    public ChallengeRound(
            ShardAuditor auditor,
            MinerDirectory miners,
            FileIndex index,
            Ss58Address validator,
            RandomGenerator random) {
        this.auditor = auditor;
        this.miners = miners;
        this.index = index;
        this.validator = validator;
        this.random = random;
    }

    /** One round over k miners, drawn from the block's hash; a random shard of each. */
    public List<AuditedShard> run(Block block, int k) {
        Map<Integer, Miner> eligible =
                this.miners.eligible().stream()
                        .collect(Collectors.toMap(Miner::uid, Function.identity()));
        List<Integer> uids =
                UidSelector.select(block.hash(), TASK, this.validator, eligible.keySet(), k);
        List<Callable<Optional<AuditedShard>>> tasks = new ArrayList<>();
        for (int uid : uids) {
            Miner miner = eligible.get(uid);
            if (miner != null) {
                tasks.add(() -> auditOne(miner.hotkey()));
            }
        }
        return all(tasks);
    }

    /** Challenges every shard of a file that is due. */
    public List<AuditedShard> run(FileRecord file) {
        List<Callable<Optional<AuditedShard>>> tasks = new ArrayList<>();
        for (int i = 0; i < file.segments().size(); i++) {
            int segment = i;
            for (ShardRecord shard : file.segments().get(i).shards()) {
                tasks.add(() -> this.auditor.audit(file.cid(), segment, shard));
            }
        }
        return all(tasks);
    }

    private Optional<AuditedShard> auditOne(Ss58Address miner) {
        Optional<HeldShard> held = this.index.randomShard(miner, this.random);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        HeldShard place = held.get();
        return this.index
                .find(place.cid())
                .flatMap(file -> shard(file, place))
                .filter(shard -> shard.failure() == null)
                .flatMap(shard -> this.auditor.audit(place.cid(), place.segment(), shard));
    }

    private static Optional<ShardRecord> shard(FileRecord file, HeldShard place) {
        if (place.segment() >= file.segments().size()) {
            return Optional.empty();
        }
        return file.segments().get(place.segment()).shard(place.rid());
    }

    private static List<AuditedShard> all(List<Callable<Optional<AuditedShard>>> tasks) {
        List<AuditedShard> audited = new ArrayList<>();
        try (ExecutorService executor = TracedThreads.newExecutor()) {
            for (Future<Optional<AuditedShard>> outcome : executor.invokeAll(tasks)) {
                try {
                    outcome.get().ifPresent(audited::add);
                } catch (ExecutionException failed) {
                    LOG.warn(
                            "A challenge could not be made: {}", String.valueOf(failed.getCause()));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return audited;
    }
}
