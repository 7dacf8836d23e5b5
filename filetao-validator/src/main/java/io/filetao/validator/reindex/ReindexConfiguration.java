package io.filetao.validator.reindex;

import io.filetao.common.broadband.FileCommitter;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.index.FileIndex;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.wallet.Keypair;
import io.filetao.validator.repair.RepairTriggers;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What it takes to rebuild the index. */
@Configuration(proxyBeanMethods = false)
class ReindexConfiguration {

    @Bean
    Reindexer reindexer(
            MinerDirectory miners,
            Dendrite dendrite,
            Keypair hotkey,
            FileIndex index,
            FileCommitter committer,
            RepairTriggers triggers,
            Subtensor chain,
            InstantSource clock) {
        return new Reindexer(
                miners,
                new MinerArchive(dendrite, hotkey.address()),
                index,
                committer,
                triggers,
                () -> chain.head().number(),
                clock);
    }
}
