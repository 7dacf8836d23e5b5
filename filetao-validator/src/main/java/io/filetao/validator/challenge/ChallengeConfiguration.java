package io.filetao.validator.challenge;

import io.filetao.common.index.FileIndex;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.wallet.Keypair;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What it takes to challenge shards. */
@Configuration(proxyBeanMethods = false)
class ChallengeConfiguration {

    @Bean
    ShardChallenger shardChallenger(
            Dendrite dendrite, Keypair hotkey, AuditKeys keys, Beacons beacons) {
        return new ShardChallenger(dendrite, hotkey, keys, beacons);
    }

    @Bean
    ShardAuditor shardAuditor(
            ShardChallenger challenger,
            MinerDirectory miners,
            FileIndex index,
            Beacons beacons,
            InstantSource clock,
            ObservationRegistry observations) {
        return new ShardAuditor(challenger, miners, index, beacons, clock, observations);
    }

    @Bean
    ChallengeRound challengeRound(
            ShardAuditor auditor,
            MinerDirectory miners,
            FileIndex index,
            Keypair hotkey,
            RandomGenerator random) {
        return new ChallengeRound(auditor, miners, index, hotkey.address(), random);
    }
}
