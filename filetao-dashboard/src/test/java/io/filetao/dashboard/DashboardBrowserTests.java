package io.filetao.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.MachineTool;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in a real browser. */
class DashboardBrowserTests {

    private static SampleApi api;
    private static RunningDashboard dashboard;
    private static ChromeDriver browser;

    @BeforeAll
    static void start(@TempDir Path profile) throws Exception {
        File chromium = MachineTool.CHROMIUM.orSkip().toFile();
        File driver = MachineTool.CHROMEDRIVER.orSkip().toFile();
        api = new SampleApi();
        dashboard = new RunningDashboard(api.address(), Map.of());
        ChromeOptions options =
                new ChromeOptions()
                        .setBinary(chromium)
                        .addArguments(
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--user-data-dir=" + profile);
        browser =
                new ChromeDriver(
                        new ChromeDriverService.Builder().usingDriverExecutable(driver).build(),
                        options);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
            dashboard.close();
            api.close();
        }
    }

    @BeforeEach
    void open() {
        api.answersWithStatus(200);
        api.networkIs(SampleApi.NETWORK);
        browser.manage().window().setSize(new Dimension(1280, 900));
        browser.get(dashboard.address("/").toString());
    }

    @Test
    void pageWhenNetworkChangesFollowsByItself() {
        assertThat(text("h1")).isEqualTo("3 files are close to the limit.");

        api.networkIs(SampleApi.NETWORK.replace("\"lost\": 0", "\"lost\": 2"));

        await().until(page -> text("h1").equals("2 files cannot be read back."));
    }

    @Test
    void pageWhenApiGoesAndComesBackSaysSoAndRecovers() {
        api.answersWithStatus(503);
        await().until(page -> text("h1").equals("What you see is old."));

        api.answersWithStatus(200);
        await().until(page -> text(".badge").equals("live"));
    }

    @Test
    void themeButtonIsRememberedAcrossPages() {
        String before = ground();
        browser.findElement(By.id("theme")).click();
        browser.findElement(By.id("theme")).click();

        assertThat(ground()).isNotEqualTo(before);
        browser.navigate().refresh();
        assertThat(ground()).isNotEqualTo(before);
        browser.findElement(By.id("theme")).click();
        assertThat(ground()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 768, 1440})
    void pageNeverScrollsSideways(int width) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        844,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 768));
        try {
            assertThat(
                            browser.executeScript(
                                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0L);
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void nothingIsRefusedByTheContentSecurityPolicy() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    private static WebDriverWait await() {
        WebDriverWait wait =
                new WebDriverWait(browser, Duration.ofSeconds(20), Duration.ofMillis(100));
        wait.ignoring(StaleElementReferenceException.class);
        return wait;
    }

    private static String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private static String ground() {
        return browser.findElement(By.tagName("body")).getCssValue("background-color");
    }
}
