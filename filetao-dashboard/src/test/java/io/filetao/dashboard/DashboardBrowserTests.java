package io.filetao.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.fixtures.Chromium;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.core.io.ClassPathResource;

/** The page in a real browser. */
class DashboardBrowserTests {

    private static final List<String> PAGES =
            List.of(
                    "/",
                    "/miners/" + SampleApi.hotkey(1),
                    "/miners/" + SampleApi.hotkey(8),
                    "/validator",
                    "/events",
                    "/files",
                    "/files/" + SampleApi.CID);

    /** What axe finds wrong, by WCAG 2.2 AA and its best practices. */
    private static final String VIOLATIONS =
            """
            const done = arguments[arguments.length - 1];
            axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(
              found => done(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html + node.any.map(any => any.message)).join(' | '))),
              error => done([String(error)]));
            """;

    private static SampleApi api;
    private static RunningDashboard dashboard;
    private static ChromeDriver browser;

    @BeforeAll
    static void start(@TempDir Path profile) throws Exception {
        browser = Chromium.start(profile);
        api = new SampleApi();
        dashboard = new RunningDashboard(api.address(), Map.of());
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
        api.forgetFiles();
        browser.manage().window().setSize(new Dimension(1280, 900));
        browser.get(dashboard.address("/").toString());
        browser.executeScript("sessionStorage.clear()");
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
            for (String page : PAGES) {
                browser.get(dashboard.address(page).toString());
                assertThat(
                                browser.executeScript(
                                        "return document.documentElement.scrollWidth -"
                                                + " document.documentElement.clientWidth"))
                        .as(page)
                        .isEqualTo(0L);
            }
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void nothingIsRefusedByTheContentSecurityPolicy() {
        for (String page : PAGES) {
            browser.get(dashboard.address(page).toString());
        }
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyPageIsAccessible(String theme) throws IOException {
        String axe = new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8);
        api.store("notes.txt", new byte[1000]);
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        try {
            for (String page : PAGES) {
                browser.get(dashboard.address(page).toString());
                if (page.startsWith("/files")) {
                    giveToken();
                }
                browser.executeScript(axe);
                assertThat(browser.executeAsyncScript(VIOLATIONS)).as(page).isEqualTo(List.of());
            }
        } finally {
            browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        }
    }

    @Test
    void filesPageUploadsShowsAndDeletes(@TempDir Path directory) throws IOException {
        Path notes = directory.resolve("notes.txt");
        Files.writeString(notes, "what was said");
        browser.get(dashboard.address("/files").toString());
        assertThat(browser.findElement(By.cssSelector("[data-upload]")).isDisplayed()).isFalse();
        giveToken();
        browser.findElement(By.cssSelector("[data-choose]")).sendKeys(notes.toString());
        await().until(page -> text("[data-transfers] li").contains("stored"));
        await().until(page -> text("table.files").contains("notes.txt"));
        assertThat(api.stored(SampleApi.CID).bytes()).asString().isEqualTo("what was said");

        browser.findElement(By.cssSelector("[data-delete]")).click();
        browser.findElement(By.cssSelector("dialog [value=yes]")).click();
        await().until(page -> text("[data-live]").contains("Nothing is stored"));
        assertThat(browser.getCurrentUrl()).doesNotContain(SampleApi.PERSON);
        assertThat(browser.getPageSource()).doesNotContain(SampleApi.PERSON);
    }

    @Test
    void keyboardReachesEveryPageAndTheContent() {
        browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Skip to the content");
        browser.switchTo().activeElement().sendKeys(Keys.TAB);
        browser.switchTo().activeElement().sendKeys(Keys.TAB);
        browser.switchTo().activeElement().sendKeys(Keys.TAB);
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Files");
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        await().until(page -> text("h1").equals("Your files"));
    }

    @Test
    void focusStaysWhereItIsWhenThePageIsBroughtUpToDate() {
        WebElement link = browser.findElement(By.cssSelector("table.miners tbody a"));
        browser.executeScript("arguments[0].focus()", link);
        api.networkIs(SampleApi.NETWORK.replace("48213", "48214"));
        await().until(page -> text(".clock strong").equals("48,214"));
        assertThat(browser.switchTo().activeElement()).isEqualTo(link);
    }

    private static void giveToken() {
        WebElement field = browser.findElement(By.id("token"));
        field.sendKeys(SampleApi.PERSON, Keys.ENTER);
        await().until(page ->
                !text("[data-live]").isEmpty() && text("[data-token] button").contains("another"));
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
