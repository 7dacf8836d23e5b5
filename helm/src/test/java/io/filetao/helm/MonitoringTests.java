package io.filetao.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and the Grafana dashboard: valid, explained, and rendered by the chart. */
class MonitoringTests {

    private static final Path MONITORING = Chart.PATH.resolve("monitoring");
    private static final Path RUNBOOK = Path.of("..", "docs", "operations", "monitoring.md");

    @Test
    void everyAlertHasASectionOfTheRunbook() throws IOException {
        String runbook = Files.readString(RUNBOOK);

        assertThat(alerts()).hasSizeGreaterThan(9);
        for (String alert : alerts()) {
            assertThat(runbook).contains("\n### " + alert + "\n");
            assertThat(Files.readString(MONITORING.resolve("alerts.yaml")))
                    .contains("monitoring.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
        }
    }

    @Test
    void everyAlertIsTested() throws IOException {
        assertThat(Files.readString(MONITORING.resolve("alerts.test.yaml")))
                .contains(alerts().toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check rules alerts.yaml", "test rules alerts.test.yaml"})
    void promtoolIsContent(String arguments) throws Exception {
        Path log = Files.createTempFile("promtool", ".log");
        Process promtool =
                new ProcessBuilder((promtool() + " " + arguments).split(" "))
                        .directory(MONITORING.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(promtool.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            promtool.destroyForcibly();
            Files.delete(log);
        }
    }

    @Test
    void chartRendersAlertsAndDashboardAsTheyAre() throws IOException {
        String manifests = Chart.template("production").call();

        assertThat(manifests).contains("kind: PrometheusRule", "targetLabel: component");
        for (String line :
                Files.readAllLines(MONITORING.resolve("alerts.yaml"), StandardCharsets.UTF_8)) {
            assertThat(manifests).contains(line);
        }
        assertThat(manifests).contains("\"title\": \"FileTAO\"", "grafana_dashboard: \"1\"");
    }

    private static List<String> alerts() throws IOException {
        return Pattern.compile("(?m)^ +- alert: (\\w+)$")
                .matcher(Files.readString(MONITORING.resolve("alerts.yaml")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Path promtool() {
        Optional<Path> found =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, "promtool"))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(
                found.isPresent(),
                "This test needs promtool, which is not on the PATH; install prometheus to run"
                        + " it.");
        return found.orElseThrow();
    }
}
