package io.filetao.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The running dashboard, asked over HTTP. */
class DashboardTests {

    private static SampleApi api;
    private static RunningDashboard dashboard;

    @BeforeAll
    static void start() throws Exception {
        api = new SampleApi();
        dashboard =
                new RunningDashboard(
                        api.address(),
                        Map.of(
                                "filetao.dashboard.token",
                                "read-me",
                                "filetao.dashboard.max-answer",
                                "64KB"));
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        api.close();
    }

    @BeforeEach
    void wellAgain() {
        api.answersWithStatus(200);
        api.networkIs(SampleApi.NETWORK);
        api.minersAre(SampleApi.miners(9));
    }

    @Test
    void pageShowsBlockEpochMinersAndFiles() throws Exception {
        HttpResponse<String> page = dashboard.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "3 files are close to the limit.",
                        "48,213",
                        "epoch 133",
                        "146 blocks to the next")
                .contains("8 of 9", "9.41 GB", "of 45.0 GB", "132", "3.14 GB before coding")
                .contains("127.0.0.1:9101", "silent", "answering", "Silver");
    }

    @Test
    void pageLoadsOnlyItsOwnFiles() throws Exception {
        HttpResponse<String> page = dashboard.get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.body()).doesNotContain("style=\"", "https://", "onclick");
        for (String file :
                new String[] {
                    "/assets/filetao.css",
                    "/assets/filetao.js",
                    "/assets/theme.js",
                    "/assets/mark.svg",
                    "/webjars/htmx.org/dist/htmx.min.js"
                }) {
            assertThat(page.body()).contains(file);
            assertThat(dashboard.get(file).statusCode()).as(file).isEqualTo(200);
        }
    }

    @Test
    void livePartIsOnlyThatPart() throws Exception {
        HttpResponse<String> live = dashboard.get("/live");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).contains("id=\"live\"").doesNotContain("<html", "<head");
        assertThat(live.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void tokenIsSentToTheApiAndShownToNobody() throws Exception {
        HttpResponse<String> page = dashboard.get("/");

        assertThat(api.authorizations()).contains("Bearer read-me");
        assertThat(page.body()).doesNotContain("read-me");
    }

    @Test
    void pageWhenApiGoesAwayKeepsTheLastFigures() throws Exception {
        dashboard.get("/");
        api.answersWithStatus(503);

        HttpResponse<String> page = dashboard.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("What you see is old.", "The API is not ready yet.", "as of ", "48,213");
    }

    @Test
    void pageWhenApiWasNeverSeenSaysSo() throws Exception {
        try (RunningDashboard early =
                new RunningDashboard(URI.create("http://127.0.0.1:9"), Map.of())) {
            HttpResponse<String> page = early.get("/");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("The network cannot be seen right now.", "tries again by itself");
            assertThat(early.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pageWhenAnswerIsTooLargeOrNonsenseDoesNotFail() throws Exception {
        api.networkIs("x".repeat(200_000));
        assertThat(dashboard.get("/").statusCode()).isEqualTo(200);
        api.networkIs("{\"block\": \"soon\"}");
        assertThat(dashboard.get("/").body()).contains("could not be read");
    }

    @Test
    void pageWhenApiKnowsLittleShowsThatMuch() throws Exception {
        api.networkIs(
                "{\"netuid\": 21, \"block\": 400, \"tempo\": 360, \"miners\": 3, \"storageUsed\": 7000}");
        api.minersAre("{\"items\": [{\"uid\": 0, \"hotkey\": \"5x\"}]}");

        assertThat(dashboard.get("/").body())
                .contains("The network is up.", "serving", "299 blocks to the next", "7.00 KB")
                .doesNotContain("Files by health");
    }

    @Test
    void namesFromOutsideAreEscaped() throws Exception {
        api.minersAre(
                """
                {"items": [{"uid": 0, "hotkey": "5x", "axon": "<script>alert(1)</script>", "tier": "\\"><img src=x>"}], "next": null}\
                """);

        assertThat(dashboard.get("/").body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert", "<img src=x");
    }

    @Test
    void unknownPageIsAFriendlyOne() throws Exception {
        HttpResponse<String> page = dashboard.get("/nowhere");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no such page.", "Back to the network");
    }

    @Test
    void nothingOfANodeRunsInside() {
        assertThat(dashboard.packages()).noneMatch(name -> name.startsWith("io.filetao.common."));
    }

    @Test
    void metricsAndHealthAreThere() throws Exception {
        dashboard.get("/");

        assertThat(dashboard.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(dashboard.get("/actuator/prometheus").body())
                .contains("filetao_dashboard_api_reads_seconds_count");
        assertThat(dashboard.get("/actuator/env").statusCode()).isEqualTo(404);
    }
}
