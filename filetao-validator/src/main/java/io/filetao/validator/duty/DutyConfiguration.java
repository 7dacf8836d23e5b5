package io.filetao.validator.duty;

import io.filetao.common.broadband.FileCommitter;
import io.filetao.common.broadband.FileRemover;
import io.filetao.common.broadband.LoneShardWriter;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.index.FileIndex;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.PingReply;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.repair.SuspectShards;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.stats.StorageLimits;
import io.filetao.common.stats.redis.RedisRewardRules;
import io.filetao.common.tier.RewardRules;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.SweepRunner;
import io.filetao.common.wallet.Keypair;
import io.filetao.validator.challenge.ShardAuditor;
import io.filetao.validator.chore.Chore;
import io.filetao.validator.chore.ChoreProperties;
import io.filetao.validator.event.EventLog;
import io.filetao.validator.repair.RepairTriggers;
import io.filetao.validator.score.Scoreboard;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The duties of every round and how often each of them comes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DutyProperties.class)
class DutyConfiguration {

    private static final int RETRIEVE_ROUNDS = 5;
    private static final int MONITOR_ROUNDS = 5;

    /** Part of the proof age after which a shard is worth a look by the walk. */
    private static final int FRESH = 4;

    private final InstantSource clock;
    private final RandomGenerator random;

    DutyConfiguration(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Bean
    Scoreboard scoreboard(ScoreBook book, RewardRules rules, EventLog events) {
        return new Scoreboard(book, rules, events::append, this.clock);
    }

    @Bean
    Roster roster(MetagraphCache metagraph, MinerDirectory miners, Keypair hotkey) {
        return new Roster(metagraph, miners, hotkey.address());
    }

    @Bean
    Inventory inventory(FileIndex index, DutyProperties settings) {
        return new Inventory(index, this.random, this.clock, settings.proofAge().dividedBy(FRESH));
    }

    @Bean
    FailedShards failedShards(FileIndex index, FileRemover remover, Alarms alarms) {
        return new FailedShards(index, remover, alarms);
    }

    @Bean
    Alarms alarms(ObjectProvider<RepairTriggers> repair) {
        RepairTriggers triggers = repair.getIfAvailable();
        return triggers == null ? Alarms.NONE : new RepairAlarms(triggers);
    }

    @Bean
    LoneShardWriter loneShardWriter(
            FileIndex index,
            ShardSender sender,
            FileCommitter committer,
            MinerMessenger messenger) {
        return new LoneShardWriter(index, sender, committer, messenger, this.clock);
    }

    @Bean
    Chore monitorChore(
            Roster roster,
            MinerDirectory miners,
            Dendrite dendrite,
            Scoreboard scores,
            Alarms alarms,
            DutyProperties settings,
            ChoreProperties rounds) {
        return new MonitorChore(
                roster,
                miners,
                (miner, timeout) -> answers(dendrite, miner, timeout),
                scores,
                alarms,
                settings.monitor(),
                MONITOR_ROUNDS * rounds.roundBlocks());
    }

    @Bean
    Chore challengeChore(
            Roster roster,
            FileIndex index,
            Inventory inventory,
            MinerProofs proofs,
            Scoreboard scores,
            DutyProperties settings,
            ChoreProperties rounds) {
        return new ChallengeChore(
                roster,
                index,
                inventory,
                proofs,
                scores,
                settings,
                rounds.every("challenge", rounds.roundBlocks()));
    }

    @Bean
    SweepRunner sweepRunner(Dendrite dendrite, Keypair hotkey, AuditKeys keys, Beacons beacons) {
        return new SweepRunner(dendrite, hotkey, keys, beacons);
    }

    @Bean
    MinerProofs minerProofs(
            FileIndex index, ShardAuditor auditor, SweepRunner sweeps, FailedShards failed) {
        return new MinerProofs(index, auditor, sweeps, failed, this.clock);
    }

    @Bean
    Chore sweepChore(
            Roster roster,
            FileIndex index,
            Inventory inventory,
            SweepRunner sweeps,
            AuditKeys keys,
            MinerProofs proofs,
            Scoreboard scores,
            ChoreProperties rounds) {
        return new SweepChore(
                roster,
                index,
                inventory,
                sweeps,
                keys,
                proofs,
                scores,
                rounds.every("sweep", rounds.roundBlocks()));
    }

    @Bean
    Chore suspectsChore(
            Roster roster,
            Inventory inventory,
            SuspectShards suspects,
            ShardAuditor auditor,
            Scoreboard scores,
            FailedShards failed,
            ChoreProperties rounds) {
        return new SuspectsChore(
                roster, inventory, suspects, auditor, scores, failed, rounds.roundBlocks());
    }

    @Bean
    Chore retrieveChore(
            Roster roster,
            Inventory inventory,
            ShardFetcher fetcher,
            ShardAuditor auditor,
            Scoreboard scores,
            FailedShards failed,
            DutyProperties settings,
            ChoreProperties rounds) {
        return new RetrieveChore(
                roster,
                inventory,
                fetcher,
                auditor,
                scores,
                failed,
                this.random,
                settings.retrieve(),
                RETRIEVE_ROUNDS * rounds.roundBlocks());
    }

    @Bean
    Chore storeChore(
            Roster roster,
            LoneShardWriter writer,
            StorageLimits limits,
            RedisCalls redis,
            Keyspace keys,
            Scoreboard scores,
            DutyProperties settings,
            ChoreProperties rounds) {
        return new StoreChore(
                roster,
                writer,
                limits,
                new SyntheticBudget(redis, keys, settings.store().bytesPerMinerPerDay().toBytes()),
                scores,
                this.random,
                this.clock,
                settings.store(),
                rounds.roundBlocks());
    }

    @Bean
    Chore tiersChore(
            Roster roster,
            Scoreboard scores,
            RedisCalls redis,
            Keyspace keys,
            RewardRules rules,
            DutyProperties settings,
            ChoreProperties rounds) {
        RedisRewardRules kept = new RedisRewardRules(redis, keys);
        return new TiersChore(
                roster,
                scores,
                () -> kept.write(rules),
                settings.windowBlocks(),
                rounds.roundBlocks());
    }

    @Bean
    Chore weightsChore(
            Subtensor chain,
            Keypair hotkey,
            Roster roster,
            ScoreBook book,
            EventLog events,
            ChoreProperties rounds) {
        return new WeightsChore(chain, hotkey, roster, book, events, rounds.roundBlocks());
    }

    private static boolean answers(Dendrite dendrite, Miner miner, Duration timeout) {
        try {
            dendrite.call(
                    miner.peer(), "GET", AxonPaths.PING, new byte[0], PingReply.MAX_BYTES, timeout);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
