package io.filetao.common.autoconfigure;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Brings what the libraries measure in line with the conventions of Prometheus, so that {@code promtool check metrics} is content:
 * each metric explains itself, has base units, and labels of a bounded set.
 */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
public final class FiletaoMetricsAutoConfiguration {

    /** What Redis' client measures, under a name that says what it is. */
    private static final String REDIS = "filetao.redis.commands";

    private static final Map<String, String> DESCRIPTIONS =
            Map.of(
                    "filetao.dendrite.calls",
                            "Calls to nodes, streams up to the head of the answer",
                    "filetao.api.upload", "Uploads from the first header to the acknowledgement",
                    "filetao.api.upload.part", "Parts of resumable uploads",
                    "filetao.api.download", "Downloads from the request to the last byte",
                    "http.server.requests", "Requests that were answered",
                    "lettuce", "Commands that Redis answered",
                    "tasks.scheduled.execution", "Runs of scheduled tasks",
                    "spring.security.authorizations", "Decisions whether a request is allowed",
                    "spring.security.filterchains",
                            "Requests that went through the filters of security",
                    "spring.security.http.secured.requests", "Requests that were secured");

    /** Not in base units, and told by others: jvm.gc, process.cpu.usage. */
    private static final Set<String> LEFT_OUT = Set.of("jvm.compilation.time", "process.cpu.time");

    /** Observed for traces; what they would measure is measured under other names. */
    private static final Set<String> TRACES_ONLY =
            Set.of("filetao.duty", "filetao.audit", "filetao.repair");

    private static final Set<String> REDIS_TAGS = Set.of("db.operation", "error");

    @Bean
    MeterFilter filetaoMeters() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                return LEFT_OUT.contains(id.getName())
                                || TRACES_ONLY.contains(id.getName())
                                || id.getName().endsWith(".active")
                        ? MeterFilterReply.DENY
                        : MeterFilterReply.NEUTRAL;
            }

            @Override
            public Meter.Id map(Meter.Id id) {
                return conventional(id);
            }
        };
    }

    private static Meter.Id conventional(Meter.Id id) {
        String description =
                id.getDescription() == null ? DESCRIPTIONS.get(id.getName()) : id.getDescription();
        return switch (id.getName()) {
            case "lettuce" ->
                    of(
                            REDIS,
                            id.getTags().stream()
                                    .filter(tag -> REDIS_TAGS.contains(tag.getKey()))
                                    .toList(),
                            description,
                            id);
            case "system.cpu.count" -> of("system.cpus", id.getTags(), description, id);
            default -> description == null ? id : of(id.getName(), id.getTags(), description, id);
        };
    }

    private static Meter.Id of(
            String name, List<Tag> tags, @Nullable String description, Meter.Id id) {
        return new Meter.Id(name, Tags.of(tags), id.getBaseUnit(), description, id.getType());
    }
}
