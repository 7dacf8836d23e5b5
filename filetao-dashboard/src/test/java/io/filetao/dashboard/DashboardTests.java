package io.filetao.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The running dashboard, asked over HTTP. */
class DashboardTests {

    private static final String PERSON = "Bearer " + SampleApi.PERSON;

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
                    "/assets/mark.svg"
                }) {
            assertThat(page.body()).contains(file);
            assertThat(dashboard.get(file).statusCode()).as(file).isEqualTo(200);
        }
    }

    @Test
    void livePartIsOnlyThatPart() throws Exception {
        HttpResponse<String> live = dashboard.get("/", "Filetao-Part", "live");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).contains("id=\"live\"").doesNotContain("<html", "<head");
        assertThat(live.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(live.headers().firstValue("Vary")).hasValue("Filetao-Part");
    }

    @Test
    void networkPageShowsHowSoonALossIsNoticedAndWhatWasProven() throws Exception {
        assertThat(dashboard.get("/").body())
                .contains("A loss of 1 % would be noticed within", "2.3 min")
                .contains("127.0.0.0/24", "9 miners, 1 silent")
                .contains("did not prove", "It did not prove the shard");
    }

    @Test
    void minerPageShowsTierScoreAndReasons() throws Exception {
        assertThat(dashboard.get("/miners/" + SampleApi.hotkey(1)).body())
                .contains("proofs failed.", "99 more successes are missing.", "401 of 500")
                .contains("with 95 % certainty at least <b>0.710</b>")
                .contains("It did not prove the shard", "\u22120.030", "+0.600");
        assertThat(dashboard.get("/miners/" + SampleApi.hotkey(8)).body())
                .contains("This miner is silent.");
    }

    @Test
    void minerPageOfNobodyIsNotFound() throws Exception {
        for (String nobody : List.of("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "x")) {
            HttpResponse<String> page = dashboard.get("/miners/" + nobody);

            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).contains("There is no such page.");
        }
    }

    @Test
    void validatorPageShowsDutiesRepairsAndWeights() throws Exception {
        assertThat(dashboard.get("/validator").body())
                .contains("The duty weights did not succeed.", "The chain did not answer")
                .contains("every 3 blocks", "9, 1 failed", "in block 48,100", "UID 3");
    }

    @Test
    void eventsPageFiltersAsItsAddressSays() throws Exception {
        assertThat(dashboard.get("/events").body()).contains("data-event=\"e0\"", "returned");
        assertThat(dashboard.get("/events?type=challenge&outcome=failed&uid=x").body())
                .contains("data-event=\"e4\"")
                .doesNotContain("data-event=\"e0\"");
    }

    @Test
    void pulseSaysThatSomethingChanged() throws Exception {
        assertThat(dashboard.lines("/pulse").anyMatch(line -> line.equals("event:pulse"))).isTrue();
    }

    @Test
    void filesPageShowsNobodysFilesWithoutAToken() throws Exception {
        api.fileAuthorizations().clear();

        assertThat(dashboard.get("/files").body()).contains("Access token", "Stored as sent");
        assertThat(dashboard.get("/files", "Authorization", "Bearer wrong").body())
                .contains("does not know this token");
        assertThat(api.fileAuthorizations()).containsExactly("Bearer wrong");
    }

    @Test
    void fileIsStoredShownReadAndDeletedWithThePersonsTokenOnly() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        api.fileAuthorizations().clear();
        HttpResponse<byte[]> stored =
                dashboard.send(
                        "POST",
                        "/files",
                        HttpRequest.BodyPublishers.ofByteArray(bytes),
                        "Authorization",
                        PERSON,
                        "Content-Type",
                        "text/plain",
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''notes.txt",
                        "Cookie",
                        "no=business");
        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(api.stored(SampleApi.CID).bytes()).isEqualTo(bytes);
        assertThat(api.stored(SampleApi.CID).type()).isEqualTo("text/plain");
        assertThat(api.stored(SampleApi.CID).disposition()).contains("notes.txt");

        assertThat(dashboard.get("/files", "Authorization", PERSON).body())
                .contains("notes.txt", "3.00 MB", "stored as sent");
        assertThat(dashboard.get("/files/" + SampleApi.CID, "Authorization", PERSON).body())
                .contains("Some shards of this file are missing.", "It did not prove");

        HttpResponse<byte[]> read =
                dashboard.send(
                        "POST",
                        "/files/" + SampleApi.CID + "/content",
                        HttpRequest.BodyPublishers.ofString("token=" + SampleApi.PERSON),
                        "Content-Type",
                        "application/x-www-form-urlencoded");
        assertThat(read.body()).isEqualTo(bytes);
        assertThat(read.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
        assertThat(read.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(read.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");

        assertThat(
                        dashboard
                                .send(
                                        "DELETE",
                                        "/files/" + SampleApi.CID,
                                        HttpRequest.BodyPublishers.noBody(),
                                        "Authorization",
                                        PERSON)
                                .statusCode())
                .isEqualTo(204);
        assertThat(api.stored(SampleApi.CID)).isNull();
        assertThat(api.fileAuthorizations()).hasSize(5).containsOnly(PERSON);
    }

    @Test
    void transfersWithoutATokenAreRefused() throws Exception {
        for (String path : List.of("/files", "/files/" + SampleApi.CID + "/content")) {
            assertThat(
                            dashboard
                                    .send(
                                            "POST",
                                            path,
                                            HttpRequest.BodyPublishers.ofString("x"),
                                            "Content-Type",
                                            "application/x-www-form-urlencoded")
                                    .statusCode())
                    .isEqualTo(401);
        }
        assertThat(
                        dashboard
                                .send(
                                        "POST",
                                        "/files/..%2Fnetwork/content",
                                        HttpRequest.BodyPublishers.ofString("token=x"),
                                        "Content-Type",
                                        "application/x-www-form-urlencoded")
                                .statusCode())
                .isEqualTo(404);
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
                "{\"netuid\": 21, \"block\": 400, \"tempo\": 360, \"miners\": 3, \"storageUsed\":"
                        + " 7000}");
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
        assertThat(dashboard.packages())
                .filteredOn(name -> name.startsWith("io.filetao.common."))
                .allMatch(name -> name.equals("io.filetao.common.autoconfigure"));
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
