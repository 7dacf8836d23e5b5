package io.filetao.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.ChildJvm;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a program prints that is told to write JSON and to send traces. */
class StructuredLogTests {

    private static final Pattern SAID = Pattern.compile("(?m)^\\{.*inside a trace.*\\}$");

    @TempDir private Path directory;

    @Test
    void lineInsideATraceIsEcsJsonWithItsIds() throws Exception {
        String printed;
        try (ChildJvm program =
                ChildJvm.start(
                        this.directory.resolve("log"),
                        "256m",
                        Map.of("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs"),
                        Program.class.getName())) {
            assertThat(program.end()).as(program.said()).isZero();
            printed = program.said();
        }
        Matcher line = SAID.matcher(printed);
        assertThat(line.find()).as(printed).isTrue();
        JsonNode json = JsonMapper.shared().readTree(line.group());
        assertThat(json.at("/ecs/version").asString()).isNotEmpty();
        assertThat(json.at("/service/name").asString()).isEqualTo("a program");
        assertThat(json.at("/log/level").asString()).isEqualTo("INFO");
        assertThat(json.path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(json.path("spanId").asString()).matches("[0-9a-f]{16}");
    }

    /** Says one sentence inside an observation. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Program {

        private static final Logger LOG = LoggerFactory.getLogger(Program.class);

        public static void main(String[] args) {
            try (ConfigurableApplicationContext context =
                    new SpringApplicationBuilder(Program.class)
                            .web(WebApplicationType.NONE)
                            .properties(
                                    "spring.application.name=a program",
                                    "spring.config.import=classpath:filetao-operations.yml",
                                    "spring.autoconfigure.exclude="
                                            + "io.filetao.common.autoconfigure.FiletaoAxonAutoConfiguration,"
                                            + "io.filetao.common.autoconfigure.FiletaoBroadbandAutoConfiguration,"
                                            + "io.filetao.common.autoconfigure.FiletaoChainAutoConfiguration,"
                                            + "io.filetao.common.autoconfigure.FiletaoDendriteAutoConfiguration,"
                                            + "io.filetao.common.autoconfigure.FiletaoRedisAutoConfiguration,"
                                            + "io.filetao.common.autoconfigure.FiletaoRedisClientAutoConfiguration,"
                                            + "io.filetao.common.autoconfigure.FiletaoWalletAutoConfiguration")
                            // Nobody listens there, and nothing waits for it long.
                            .run(
                                    "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:1/v1/traces",
                                    "--management.opentelemetry.tracing.export.otlp.timeout=100ms",
                                    "--management.tracing.sampling.probability=1.0")) {
                Observation.createNotStarted("speech", context.getBean(ObservationRegistry.class))
                        .observe(() -> LOG.info("This is said inside a trace"));
            }
        }
    }
}
