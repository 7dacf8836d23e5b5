package io.filetao.validator.experiment;

import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.index.FileIndex;
import io.filetao.common.stats.ScoreBook;
import io.filetao.common.wallet.Keypair;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Run data of a validator that runs; a command that only uses parts of it has none. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(
        name = {"filetao.wandb.enabled", "filetao.validator.scheduled"},
        matchIfMissing = true)
@EnableConfigurationProperties(ExperimentProperties.class)
class ExperimentConfiguration {

    @Bean
    ExperimentRecorder experimentRecorder(
            ExperimentProperties properties,
            @Value("${filetao.validator.directory}") Path directory,
            @Value("${filetao.netuid:21}") int netuid,
            Keypair hotkey,
            MetagraphCache metagraph,
            FileIndex index,
            ScoreBook book,
            InstantSource clock,
            ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        String version = built == null ? "unknown" : String.valueOf(built.getVersion());
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("hotkey", hotkey.address().value());
        config.put("netuid", netuid);
        config.put("version", version);
        config.put("run_step_length", properties.runStepLength());
        return new ExperimentRecorder(
                directory.resolve("runs"),
                properties,
                config,
                new NetworkTables(metagraph::metagraph, index, book),
                sink(properties, List.of(hotkey.address().value(), version, "netuid_" + netuid)),
                clock);
    }

    private static RunSink sink(ExperimentProperties properties, List<String> tags) {
        URI url = properties.url();
        String key = properties.apiKey();
        return properties.sends() && url != null && key != null
                ? new WandbSink(new WandbClient(url, key, properties), tags)
                : RunSink.NONE;
    }
}
