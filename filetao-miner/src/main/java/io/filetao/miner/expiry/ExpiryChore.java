package io.filetao.miner.expiry;

import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.StatusReply.Status;
import io.filetao.common.protocol.StatusRequest;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.disk.ShardState;
import io.filetao.miner.shard.disk.UnreadableShardException;
import io.filetao.miner.shard.redis.RedisShardIndex;
import io.filetao.miner.shard.redis.RedisShardIndex.Entry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of shards that were never committed or are past their time, after asking their validator: a crash between a file's record
 * and the commits must lose nothing.
 */
public final class ExpiryChore {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryChore.class);

    private final ShardStore shards;
    private final RedisShardIndex index;
    private final ValidatorStatus validators;
    private final ExpiryProperties properties;
    private final InstantSource clock;

    public ExpiryChore(
            ShardStore shards,
            RedisShardIndex index,
            ValidatorStatus validators,
            ExpiryProperties properties,
            InstantSource clock) {
        this.shards = shards;
        this.index = index;
        this.validators = validators;
        this.properties = properties;
        this.clock = clock;
    }

    /** Handles everything that is due now, at most once each. */
    public void run() {
        try {
            Instant now = this.clock.instant();
            List<ShardId> due;
            do {
                due = this.index.due(now, StatusRequest.MAX_SHARDS);
                settle(due, now);
            } while (due.size() == StatusRequest.MAX_SHARDS);
        } catch (IndexUnavailableException | IOException failure) {
            LOG.warn("Expired shards are looked at later: {}", failure.getMessage());
        }
    }

    private void settle(List<ShardId> due, Instant now) throws IOException {
        Map<Ss58Address, List<StatusRequest.Shard>> questions = new HashMap<>();
        for (ShardId rid : due) {
            Optional<Entry> entry = this.index.find(rid);
            Optional<ShardState> state = state(rid);
            if (state.isEmpty()) {
                entry.ifPresent(this.index::remove);
                this.index.forget(rid);
            } else if (entry.isEmpty()) {
                this.index.schedule(List.of(rid), now.plus(this.properties.recheck()));
                this.shards.reindex(rid);
            } else if (isDue(state.get(), now)) {
                Optional<FileId> fileId = fileId(rid);
                if (fileId.isPresent()) {
                    questions
                            .computeIfAbsent(entry.get().validator(), _ -> new ArrayList<>())
                            .add(new StatusRequest.Shard(fileId.get(), rid));
                } else {
                    this.index.schedule(List.of(rid), now.plus(this.properties.recheck()));
                }
            } else {
                this.index.schedule(List.of(rid), expiry(state.get(), now));
            }
        }
        for (Map.Entry<Ss58Address, List<StatusRequest.Shard>> question : questions.entrySet()) {
            ask(question.getKey(), question.getValue(), now);
        }
    }

    private void ask(Ss58Address validator, List<StatusRequest.Shard> shards, Instant now)
            throws IOException {
        List<ShardId> rids = shards.stream().map(StatusRequest.Shard::rid).toList();
        List<Status> statuses;
        try {
            statuses = this.validators.of(validator, shards);
        } catch (IOException | RuntimeException failure) {
            LOG.info(
                    "Validator {} cannot be asked about {} shards: {}",
                    validator.abbreviated(),
                    rids.size(),
                    failure.getMessage());
            giveUpOrWait(validator, rids, now);
            return;
        }
        List<ShardId> unknown = new ArrayList<>();
        List<ShardId> pending = new ArrayList<>();
        for (int i = 0; i < rids.size(); i++) {
            switch (statuses.get(i)) {
                case UNKNOWN -> unknown.add(rids.get(i));
                case PENDING -> pending.add(rids.get(i));
                case COMMITTED ->
                        this.shards.commit(
                                rids.get(i), validator, now.plus(this.properties.recheck()));
            }
        }
        this.index.schedule(pending, now.plus(this.properties.uncommittedGrace()));
        int dropped = this.shards.drop(unknown, validator);
        if (dropped > 0) {
            LOG.info(
                    "Dropped shards={} that validator={} does not need",
                    dropped,
                    validator.abbreviated());
        }
    }

    /** Only what is long past its time goes without its validator's word; what was never committed waits for it. */
    private void giveUpOrWait(Ss58Address validator, List<ShardId> rids, Instant now)
            throws IOException {
        List<ShardId> expired = new ArrayList<>();
        List<ShardId> waiting = new ArrayList<>();
        for (ShardId rid : rids) {
            Instant expiresAt = state(rid).map(ShardState::expiresAt).orElse(null);
            boolean over =
                    expiresAt != null
                            && expiresAt.plus(this.properties.expiredGrace()).isBefore(now);
            (over ? expired : waiting).add(rid);
        }
        this.index.schedule(waiting, now.plus(this.properties.recheck()));
        this.shards.drop(expired, validator);
    }

    private Optional<ShardState> state(ShardId rid) throws IOException {
        try (ShardFile file = this.shards.open(rid).orElse(null)) {
            return file == null ? Optional.empty() : Optional.of(file.state());
        } catch (UnreadableShardException damaged) {
            return Optional.of(ShardState.NEW);
        }
    }

    /** Empty while the file cannot be read; nobody can be asked about it then. */
    private Optional<FileId> fileId(ShardId rid) throws IOException {
        try (ShardFile file = this.shards.open(rid).orElse(null)) {
            return file == null ? Optional.empty() : Optional.of(file.header().offer().fileId());
        } catch (UnreadableShardException damaged) {
            return Optional.empty();
        }
    }

    private static boolean isDue(ShardState state, Instant now) {
        return !state.committed() || state.expiresAt() == null || !state.expiresAt().isAfter(now);
    }

    private static Instant expiry(ShardState state, Instant now) {
        return state.expiresAt() == null ? now : state.expiresAt();
    }
}
