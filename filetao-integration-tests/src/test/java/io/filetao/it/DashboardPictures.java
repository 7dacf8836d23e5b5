package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.fixtures.Chromium;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes pictures of every page of the dashboard, to be looked at: a network of twelve miners of which one keeps nothing and one
 * keeps shards with a bit flipped, after thirty rounds; light, dark, and as a telephone shows them. No part of the build:
 *
 * <pre>{@code
 * mvn -pl filetao-integration-tests -am verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=DashboardPictures -Dfiletao.pictures=/tmp/pictures
 * }</pre>
 */
class DashboardPictures {

    private static final int ROUNDS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final String SHARD = ".shard";

    /** Pixels of a picture from top to bottom. */
    private static final long HIGHEST = 6_000;

    @TempDir private Path directory;

    @Test
    void takeThem() throws Exception {
        Path pictures =
                Files.createDirectories(
                        Path.of(System.getProperty("filetao.pictures", "target/pictures")));
        try (LocalNetwork network =
                        Networks.with(validators(1), miners(12))
                                .directory(this.directory.resolve("net"))
                                .property("filetao.segment-size", "1MB")
                                .start();
                User user = new User(network)) {
            upload(network, "holiday.mp4", 3_400_000, 1);
            String shown = upload(network, "thesis-final.pdf", 1_900_000, 2);
            upload(network, "notes.txt", 4_711, 3);
            for (int number = 0; number < 6; number++) {
                user.store(
                        Bytes.file(this.directory.resolve("of-others" + number), 700_000, number));
            }
            LocalNode discards = network.miners().get(3);
            LocalNode damages = network.miners().get(8);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        cheat(discards, damages);
                        return rounds(network) >= ROUNDS;
                    });
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("network", "/");
            pages.put("miner", "/miners/" + network.miners().getFirst().hotkey());
            pages.put("miner-that-discards", "/miners/" + discards.hotkey());
            pages.put("miner-that-damages", "/miners/" + damages.hotkey());
            pages.put("files", "/files");
            pages.put("file", "/files/" + shown);
            pages.put("validator", "/validator");
            pages.put("events", "/events");
            ChromeDriver browser = Chromium.start(this.directory);
            try {
                take(browser, network, pages, pictures);
            } finally {
                browser.quit();
            }
        }
    }

    private static void take(
            ChromeDriver browser, LocalNetwork network, Map<String, String> pages, Path pictures)
            throws IOException {
        browser.get(network.dashboard().resolve("/files").toString());
        browser.findElement(By.id("token")).sendKeys(network.token(), Keys.ENTER);
        await().until(() -> browser.findElement(By.cssSelector("[data-upload]")).isDisplayed());
        for (String look : List.of("light", "dark", "phone")) {
            browser.executeCdpCommand(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "features",
                            List.of(
                                    Map.of(
                                            "name",
                                            "prefers-color-scheme",
                                            "value",
                                            look.equals("dark") ? "dark" : "light"))));
            boolean phone = look.equals("phone");
            for (Map.Entry<String, String> page : pages.entrySet()) {
                show(browser, phone, phone ? 844 : 900);
                browser.get(network.dashboard().resolve(page.getValue()).toString());
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> words(browser).contains(sign(page.getKey())));
                // What is out of sight is not drawn before somebody scrolls to it.
                Long height =
                        (Long)
                                browser.executeScript(
                                        "return document.documentElement.scrollHeight");
                show(browser, phone, Math.min(height, HIGHEST));
                Map<String, Object> picture =
                        browser.executeCdpCommand(
                                "Page.captureScreenshot", Map.of("format", "png"));
                Files.write(
                        pictures.resolve(page.getKey() + "-" + look + ".png"),
                        Base64.getDecoder().decode((String) picture.get("data")));
            }
        }
    }

    private static void show(ChromeDriver browser, boolean phone, long height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        phone ? 390 : 1280,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        phone));
    }

    /** What stands on a page as soon as it shows what it is about. */
    private static String sign(String page) {
        return switch (page) {
            case "files" -> "holiday.mp4";
            case "file" -> "to spare";
            case "network" -> "before coding";
            default -> "live";
        };
    }

    private static String words(ChromeDriver browser) {
        return browser.findElement(By.id("main")).getText();
    }

    /** Whatever came since the last time. */
    private static void cheat(LocalNode discards, LocalNode damages) throws IOException {
        for (Path shard : shards(discards)) {
            Files.deleteIfExists(shard);
        }
        for (Path shard : shards(damages)) {
            try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
                file.seek(file.length() / 2);
                file.write(0x5a);
            }
        }
    }

    private static List<Path> shards(LocalNode miner) throws IOException {
        try (Stream<Path> files = Files.walk(miner.directory())) {
            return files.filter(path -> path.toString().endsWith(SHARD)).toList();
        }
    }

    private static int rounds(LocalNetwork network) throws Exception {
        for (JsonNode duty :
                JsonMapper.shared()
                        .readTree(get(network, "/api/v1/network/duties"))
                        .path("items")) {
            if (duty.path("name").stringValue("").equals("challenge")) {
                return duty.path("runs").intValue();
            }
        }
        return 0;
    }

    private static String get(LocalNetwork network, String path) throws Exception {
        return send(HttpRequest.newBuilder(network.api().resolve(path)), network);
    }

    /** Stores a file as the page does it. */
    private String upload(LocalNetwork network, String name, int bytes, int seed) throws Exception {
        String answer =
                send(
                        HttpRequest.newBuilder(network.api().resolve("/api/v1/files"))
                                .header(
                                        "Content-Disposition",
                                        "attachment; filename=\"" + name + '"')
                                .POST(
                                        HttpRequest.BodyPublishers.ofFile(
                                                Bytes.file(
                                                        this.directory.resolve(name),
                                                        bytes,
                                                        seed))),
                        network);
        return JsonMapper.shared().readTree(answer).path("cid").stringValue();
    }

    private static String send(HttpRequest.Builder request, LocalNetwork network) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(
                            request.header("Authorization", "Bearer " + network.token())
                                    .timeout(PATIENCE)
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            return answer.body();
        }
    }
}
