package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.fixtures.Chromium;
import io.filetao.common.fixtures.MachineTool;
import io.filetao.common.fixtures.OnlineBuild;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A network as it is watched: by a person with a browser, and by Prometheus. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DashboardIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long SIZE = 3_000_000;

    /** A line of Prometheus' text format. */
    private static final Pattern LINE =
            Pattern.compile(
                    "# (HELP|TYPE) [a-z_:][a-z0-9_:]*"
                            + " .+|[a-z_:][a-z0-9_:]*(\\{[^{}]*(\\{[^{}]*\\}[^{}]*)*\\})?"
                            + " [-+0-9.eE]+|[a-z_:].* (NaN|[+-]Inf)");

    @TempDir private static Path directory;

    private static LocalNetwork network;
    private static ChromeDriver browser;
    private static Path downloads;

    @BeforeAll
    static void start() throws IOException {
        downloads = Files.createDirectories(directory.resolve("downloads"));
        network =
                Networks.with(validators(1), miners(6))
                        .directory(directory.resolve("net"))
                        .blockTime(Duration.ofMillis(500))
                        .property("filetao.segment-size", "1MB")
                        .property("filetao.validator.chores.monitor.every", "1")
                        .start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    void fileIsUploadedAndSeenToBeWholeSurvivesAMinerThatTurnsRedAndComesBackByteForByte()
            throws IOException {
        browser = browser == null ? Chromium.start(directory) : browser;
        Path source = Bytes.file(directory.resolve("holiday.bin"), SIZE, 11);
        open("/files");
        browser.findElement(By.id("token")).sendKeys(network.token(), Keys.ENTER);
        await().until(page -> browser.findElement(By.cssSelector("[data-upload]")).isDisplayed());
        browser.findElement(By.cssSelector("[data-choose]")).sendKeys(source.toString());
        await().until(page -> text("[data-live]").contains("holiday.bin"));
        assertThat(text("[data-live]")).contains("3.00 MB", "stored as sent");

        browser.findElement(By.linkText("holiday.bin")).click();
        await().until(page -> text("h1").equals("Every shard of this file stands."));
        List<String> segments = texts("section .state");
        assertThat(segments).hasSize(3).allMatch(text -> text.endsWith("to spare"));

        LocalNode miner = network.miners().getFirst();
        open("/");
        By row = By.cssSelector("tr[data-key=\"" + miner.hotkey().value() + "\"] .state");
        await().until(page -> browser.findElement(row).getText().equals("answering"));
        miner.kill();
        await().until(page -> browser.findElement(row).getText().equals("silent"));
        assertThat(browser.findElement(row).getAttribute("class")).contains("down");
        browser.findElement(By.linkText(String.valueOf(miner.uid()))).click();
        await().until(page -> text("h1").equals("This miner is silent."));

        open("/files");
        await().until(page -> text("[data-live]").contains("holiday.bin"));
        browser.findElement(By.cssSelector("[data-download] button")).click();
        await().until(page -> downloaded().anyMatch(file -> isWhole(file)));
        assertThat(Files.mismatch(source, downloaded().findFirst().orElseThrow())).isEqualTo(-1);
    }

    /** The line between browser and dashboard breaks three times, each time within a part. */
    @Test
    void uploadThatLosesItsConnectionGoesOnWhereItWas() throws Exception {
        browser = browser == null ? Chromium.start(directory) : browser;
        Path source = Bytes.file(directory.resolve("journey.bin"), 2 * SIZE, 12);
        try (CuttingProxy line =
                CuttingProxy.cutting(network.dashboard(), CuttingProxy.Way.SENT, 2_500_000, 3)) {
            browser.get(line.url().resolve("/files").toString());
            browser.findElement(By.id("token")).sendKeys(network.token(), Keys.ENTER);
            await().until(page ->
                    browser.findElement(By.cssSelector("[data-upload]")).isDisplayed());
            browser.findElement(By.cssSelector("[data-choose]")).sendKeys(source.toString());
            await().until(page -> text("[data-transfers] li").contains("stored"));
            assertThat(line.cutsLeft()).as("connections that were to be cut").isLessThan(3);
            await().until(page -> text("[data-live]").contains("journey.bin"));
        }
        String cid =
                browser.findElement(By.linkText("journey.bin"))
                        .getAttribute("href")
                        .replaceFirst(".*/", "");
        Path back = directory.resolve("journey.back");
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(network.api().resolve("/api/v1/files/" + cid))
                            .header("Authorization", "Bearer " + network.token())
                            .timeout(LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofFile(back));
        }
        assertThat(Files.mismatch(source, back)).isEqualTo(-1);
    }

    /** In one JVM it is the same for all: the first on the class path. What is in a program's own is tested in its module. */
    @Test
    void everyProgramTellsItsBillOfMaterials() throws Exception {
        OnlineBuild.assume();
        for (URI program : programs()) {
            assertThat(get(program.resolve("/actuator/sbom/application")))
                    .as("%s", program)
                    .contains("\"CycloneDX\"", "filetao-common", "spring-boot");
        }
    }

    /** What operators are told beside metrics. */
    @Test
    void everyProgramSaysWhatItIsAndWhetherItIsReady() throws Exception {
        for (URI program : programs()) {
            assertThat(get(program.resolve("/actuator/info")))
                    .as("%s", program)
                    .contains("\"build\"", "\"version\"", "\"java\"");
            assertThat(get(program.resolve("/actuator/health/liveness"))).contains("UP");
            assertThat(get(program.resolve("/actuator/health/readiness"))).contains("UP");
        }
        assertThat(get(network.api().resolve("/actuator/health/readiness")))
                .contains("\"redis\"", "\"chain\"", "\"spool\"");
        assertThat(get(network.validator().url().resolve("/actuator/health/readiness")))
                .contains("\"redis\"", "\"registration\"", "\"spool\"", "\"eventLog\"");
        assertThat(get(network.miners().getLast().url().resolve("/actuator/health/readiness")))
                .contains("\"redis\"", "\"registration\"", "\"storage\"");
    }

    @Test
    void everyProgramTellsMetricsByTheConventions() throws Exception {
        for (URI program :
                List.of(
                        network.api(),
                        network.dashboard(),
                        network.validator().url(),
                        network.miners().getLast().url())) {
            String metrics = get(program.resolve("/actuator/prometheus"));

            assertThat(metrics.lines())
                    .as("%s", program)
                    .isNotEmpty()
                    .allMatch(line -> LINE.matcher(line).matches())
                    .noneMatch(line -> line.contains("hotkey=") || line.contains("cid="));
            assertThat(metrics)
                    .contains("# HELP filetao_", "# TYPE filetao_", "application=\"filetao-");
        }
    }

    /** {@code promtool check metrics} of every program; it must have nothing to say. */
    @Test
    void promtoolIsContentWithTheMetrics() throws Exception {
        String promtool = MachineTool.PROMTOOL.orSkip().toString();
        for (URI program :
                List.of(
                        network.api(),
                        network.dashboard(),
                        network.validator().url(),
                        network.miners().getLast().url())) {
            Path metrics = directory.resolve("metrics");
            Path said = directory.resolve("promtool");
            Files.writeString(metrics, get(program.resolve("/actuator/prometheus")));
            Process check =
                    new ProcessBuilder(promtool, "check", "metrics")
                            .redirectInput(metrics.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();

            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(said)).as("%s", program).isBlank();
            assertThat(check.exitValue()).isZero();
        }
    }

    private static List<URI> programs() {
        return List.of(
                network.api(),
                network.dashboard(),
                network.validator().url(),
                network.miners().getLast().url());
    }

    private static String get(URI address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(address).timeout(LIMIT).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as("%s", address).isEqualTo(200);
            return answer.body();
        }
    }

    private static boolean isWhole(Path file) {
        try {
            return !file.toString().endsWith(".crdownload") && Files.size(file) == SIZE;
        } catch (IOException renamed) {
            return false;
        }
    }

    private static Stream<Path> downloaded() {
        File[] files = downloads.toFile().listFiles();
        return files == null ? Stream.of() : Stream.of(files).map(File::toPath);
    }

    private static void open(String path) {
        browser.get(network.dashboard().resolve(path).toString());
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(element -> element.getText())
                .toList();
    }

    private static WebDriverWait await() {
        WebDriverWait wait = new WebDriverWait(browser, LIMIT, Duration.ofMillis(200));
        wait.ignoring(StaleElementReferenceException.class);
        return wait;
    }
}
