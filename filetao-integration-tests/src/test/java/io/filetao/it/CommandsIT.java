package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileCipher;
import io.filetao.common.client.Filetao;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.StoredData;
import io.filetao.common.client.UserOptions;
import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.LyingGateway;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Mnemonic;
import io.filetao.common.wallet.Wallet;
import io.filetao.it.CuttingProxy.Way;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that people type, against one whole network. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {

    private static final int SEGMENT = 64 << 20;

    /** The longest plaintext whose ciphertext is one segment. */
    private static final int FULL = SEGMENT - 40 - SEGMENT / FileCipher.SEGMENT_BYTES * 16;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private static Path shared;

    private static LocalNetwork network;

    @TempDir private Path directory;

    private Shell user;

    @BeforeAll
    static void start() {
        network =
                Networks.with(validators(1), miners(9))
                        .directory(shared.resolve("net"))
                        // Shards are counted here: nobody but the commands may store, move or
                        // rebuild any.
                        .property("filetao.validator.scheduled", false)
                        .property("filetao.validator.repair.enabled", false)
                        .start();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void sitDown() {
        this.user = Shell.of(network, this.directory.resolve("home"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words.txt",
                "Käse 名前 🦊.txt",
                "line\nbreak.txt",
                "-dash",
                "100%&+;='\"\\.txt"
            })
    void putAndGetWhenTheNameIsUnusualKeepIt(String name) throws IOException {
        Path source = Bytes.file(this.directory.resolve(name), 12_345, name.hashCode());
        CommandRun put = succeeded(this.user.run("put", source.toString()));
        String cid = put.out().strip();
        assertThat(put.out()).isEqualTo(Cid.decode(cid) + System.lineSeparator());

        Path back = Files.createDirectory(this.directory.resolve("back"));
        CommandRun get = succeeded(this.user.run("get", cid, "-o", back.toString(), "--json"));
        Path target = Path.of(json(get).get("file").asString());
        assertThat(target.getParent()).isEqualTo(back);
        assertThat(target.getFileName().toString()).doesNotContain("\n");
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);

        for (JsonNode list :
                List.of(
                        json(succeeded(this.user.run("ls", "--json"))),
                        json(succeeded(this.user.run("retrieve", "list", "--json")))
                                .get(this.user.wallet().name()))) {
            JsonNode entry =
                    list.values().stream()
                            .filter(each -> each.get("cid").asString().equals(cid))
                            .findFirst()
                            .orElseThrow();
            assertThat(entry.get("name").asString()).isEqualTo(name);
            assertThat(entry.get("size").asLong()).isEqualTo(12_345);
            assertThat(entry.get("encrypted").asBoolean()).isTrue();
        }
        assertThat(succeeded(this.user.run("ls")).out())
                .contains(cid)
                .contains(name.replace('\n', '_'));
    }

    @Test
    void lsWhenTheListOfThisMachineIsLostDecryptsTheNames() throws IOException {
        Path source = Bytes.file(this.directory.resolve("remembered.txt"), 777, 5);
        succeeded(this.user.run("put", source.toString()));
        Shell elsewhere = Shell.of(network, this.directory.resolve("elsewhere"));
        assertThat(succeeded(elsewhere.run("ls")).out()).contains("remembered.txt", "777 B");
        assertThat(json(succeeded(elsewhere.run("retrieve", "list", "--json")))).isEmpty();
    }

    @Test
    void storeAndRetrieveWhenSpelledAsInTheMissionDoTheSame() throws IOException {
        Path source = Bytes.file(this.directory.resolve("mission.bin"), 2_000_000, 6);
        String cid =
                succeeded(
                                this.user.run(
                                        "store",
                                        "put",
                                        "--filepath",
                                        source.toString(),
                                        "--stake_limit",
                                        "1",
                                        "--ttl",
                                        "3600"))
                        .out()
                        .strip();
        Path base = this.directory.resolve("made/when/missing");
        for (String spelling : List.of("--data_hash", "--cid")) {
            CommandRun get =
                    succeeded(
                            this.user.run(
                                    "retrieve",
                                    "get",
                                    spelling,
                                    cid,
                                    "--storage_basepath",
                                    base.toString()));
            assertThat(get.out().strip()).isEqualTo(base.resolve("mission.bin").toString());
            assertThat(Files.mismatch(source, base.resolve("mission.bin"))).isEqualTo(-1);
        }
        assertThat(succeeded(this.user.run("retrieve", "list")).out()).contains("mission.bin", cid);
        failed(
                this.user.run("put", source.toString(), "--stake_limit", "1000000000"),
                "--stake_limit");
    }

    @Test
    void putAndGetWhenTheFileIsDashUseStandardInputAndOutputOfTheLocalNetwork() throws Exception {
        String text = "A line with ümlauts and 名前.\n".repeat(5_000);
        Path source = Files.writeString(this.directory.resolve("in"), text);
        String localnet = "--localnet=" + network.directory();
        CommandRun put =
                succeeded(CommandRun.of(this.directory, Map.of(), source, "put", "-", localnet));
        CommandRun get =
                CommandRun.of(
                        this.directory, Map.of(), "get", put.out().strip(), "--output=-", localnet);
        assertThat(succeeded(get).out()).isEqualTo(text);
        assertThat(put.err() + get.err()).as("no progress without a terminal").isEmpty();
    }

    @Test
    void putWhenStandardErrorIsATerminalShowsProgress() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        Path source = Bytes.file(this.directory.resolve("shown.bin"), 3_000_000, 7);
        Path typed = this.directory.resolve("typescript");
        List<String> command = new ArrayList<>();
        for (String word :
                CommandRun.command(this.directory, this.user.complete("put", source.toString()))) {
            command.add("'" + word.replace("'", "'\\''") + "'");
        }
        ProcessBuilder script =
                new ProcessBuilder(
                                "/usr/bin/script",
                                "-qec",
                                String.join(" ", command),
                                typed.toString())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectErrorStream(true);
        script.environment().put("TERM", "xterm");
        assertThat(CommandRun.end(script.start())).isZero();
        assertThat(Files.readString(typed)).contains("encrypting", "shown.bin", "100%", "ETA 0s");
    }

    @Test
    void putWhenThePasswordIsWrongSaysSoAndKeepsNothing() throws Exception {
        Wallet locked = wallet("locked", "correct horse");
        Path source = Bytes.file(this.directory.resolve("secret.txt"), 100, 8);
        Shell owner = this.user.with(locked);
        CommandRun put =
                owner.process(
                        Map.of("FILETAO_WALLET_PASSWORD", "battery staple"),
                        "put",
                        source.toString());
        failed(put, "password");
        assertThat(put.err()).doesNotContain("battery").doesNotContain("horse");
        assertThat(files(owner.spool())).isEmpty();
    }

    @Test
    void getWhenTheFileIsSomebodyElsesDoesNotOpenIt() throws IOException {
        Path source = Bytes.file(this.directory.resolve("mine.txt"), 70_000, 9);
        String cid = succeeded(this.user.run("put", source.toString())).out().strip();
        Shell other =
                Shell.of(network, this.directory.resolve("other")).with(wallet("other", null));
        Path back = Files.createDirectory(this.directory.resolve("back"));

        failed(
                other.run("get", cid, "-o", back.resolve("mine.txt").toString()),
                "belongs to another coldkey");
        assertThat(files(back)).isEmpty();

        Path raw = back.resolve("raw");
        succeeded(other.run("get", cid, "--raw", "-o", raw.toString()));
        assertThat(Bytes.sha256(raw)).isEqualTo(Cid.decode(cid).digest());
        assertThat(json(succeeded(other.run("ls", "--json")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FULL, FULL + 1})
    void putAndGetWhenTheSizeIsAtABoundaryBringTheSameBytes(int size) throws IOException {
        Path source = Bytes.file(this.directory.resolve("source"), size, size);
        JsonNode put = json(succeeded(this.user.run("put", source.toString(), "--json")));
        assertThat(put.get("segments").asInt()).isEqualTo(size > FULL ? 2 : 1);
        if (size == FULL) {
            assertThat(put.get("storedSize").asInt()).isEqualTo(SEGMENT);
        }
        Path target = this.directory.resolve("target");
        succeeded(this.user.run("get", put.get("cid").asString(), "-o", target.toString()));
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        if (size > 0) {
            succeeded(
                    this.user.run(
                            "get",
                            put.get("cid").asString(),
                            "--range",
                            (size - 1) + "-",
                            "-o",
                            target.toString()));
            assertThat(Files.size(target)).isEqualTo(1);
        }
    }

    @Test
    void putWhenAskedNotToEncryptStoresTheBytesAsTheyAre() throws IOException {
        Path empty = Bytes.file(this.directory.resolve("empty"), 0, 1);
        Path one = Bytes.file(this.directory.resolve("one"), 1, 2);
        for (Path source : List.of(empty, one)) {
            String cid =
                    succeeded(this.user.run("put", "--no-encrypt", source.toString()))
                            .out()
                            .strip();
            assertThat(Cid.decode(cid).digest()).isEqualTo(Bytes.sha256(source));
            Path target = this.directory.resolve("target");
            succeeded(this.user.run("get", cid, "-o", target.toString()));
            assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        }
    }

    @Test
    void getWhenToldToVerifyRefusesALyingNode() throws IOException {
        int size = 5_000_000;
        Path source = Bytes.file(this.directory.resolve("plain.bin"), size, 9);
        JsonNode put =
                json(succeeded(this.user.run("put", "--no-encrypt", source.toString(), "--json")));
        String cid = put.get("cid").asString();
        String root = put.get("contentRoot").asString();
        Path target = this.directory.resolve("target");
        succeeded(this.user.run("get", cid, "--verify", "-o", target.toString()));
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        Files.delete(target);

        try (LyingGateway liar =
                LyingGateway.over(network.api(), answer -> answer.flipped(4_500_000))) {
            Shell deceived = this.user.through(liar.url());
            failed(
                    deceived.run("get", cid, "--verify", "-o", target.toString()),
                    "sent wrong bytes at 4456448; ask another API node");
            assertThat(target).doesNotExist();
            succeeded(
                    deceived.run("get", cid, "--verify", "--range=7-99", "-o", target.toString()));
            assertThat(Files.size(target)).isEqualTo(93);
        }
        Shell elsewhere = Shell.of(network, this.directory.resolve("elsewhere"));
        failed(
                elsewhere.run("get", cid, "--verify", "-f", "-o", target.toString()),
                "has no content root to verify it by");
        succeeded(elsewhere.run("get", cid, "--content-root", root, "-f", "-o", target.toString()));
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
    }

    @Test
    void getWhenTheIdentifierIsUnknownOrMalformedSaysWhich() throws IOException {
        Path target = this.directory.resolve("target");
        String unknown =
                Cid.ofDigest(Hash.sha256("nobody has this".getBytes(StandardCharsets.UTF_8)))
                        .toString();
        failed(this.user.run("get", unknown, "-o", target.toString()), "check it");
        for (String malformed :
                List.of(
                        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
                        "bafkreif2pall7dybz7vecqka3zo24irdwabwdi4wc55jznaq75q7eaavv",
                        "../../etc/passwd",
                        "")) {
            CommandRun get = this.user.run("get", malformed, "-o", target.toString());
            assertThat(get.exitCode()).as(malformed).isEqualTo(2);
            assertThat(get.err()).startsWith("filetao: ");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void putWhenTheConnectionBreaksSendsTheSameBytesAgain() throws IOException {
        Path source = Bytes.file(this.directory.resolve("source"), 3_000_000, 10);
        Path target = this.directory.resolve("target");
        try (CuttingProxy once = CuttingProxy.cutting(network.api(), Way.SENT, 1_000_000, 1)) {
            CommandRun put = succeeded(this.user.through(once).run("put", source.toString()));
            assertThat(once.cutsLeft()).isZero();
            succeeded(this.user.run("get", put.out().strip(), "-o", target.toString()));
            assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        }
    }

    @Test
    void putWhenTheLineStaysBadKeepsTheBytesForALaterCommand() throws Exception {
        Path source = Bytes.file(this.directory.resolve("source"), 3_000_000, 11);
        Path target = this.directory.resolve("target");
        long before = shards();
        try (CuttingProxy bad =
                CuttingProxy.cutting(network.api(), Way.SENT, 1_000_000, Integer.MAX_VALUE)) {
            failed(this.user.through(bad).run("put", source.toString()), "put --resume");
        }
        assertThat(shards()).isEqualTo(before);
        Hash spooled = Bytes.sha256(only(files(this.user.spool()), ".bytes"));

        CommandRun resumed = succeeded(this.user.run("put", "--resume"));
        assertThat(Cid.decode(resumed.out().strip()).digest()).isEqualTo(spooled);
        assertThat(files(this.user.spool())).isEmpty();
        succeeded(this.user.run("get", resumed.out().strip(), "-o", target.toString()));
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
    }

    @Test
    void getWhenTheConnectionBreaksGoesOnWhereItBroke() throws IOException {
        Path source = Bytes.file(this.directory.resolve("source"), 3_000_000, 12);
        Path target = this.directory.resolve("target");
        String cid = succeeded(this.user.run("put", source.toString())).out().strip();
        try (CuttingProxy twice = CuttingProxy.cutting(network.api(), Way.RECEIVED, 1_000_000, 2)) {
            succeeded(this.user.through(twice).run("get", cid, "-o", target.toString()));
            assertThat(twice.cutsLeft()).isZero();
        }
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
    }

    @Test
    void getWhenStoppedInTheMiddleLeavesNothingAndTheNextOneGoesOn() throws Exception {
        Path source = Bytes.file(this.directory.resolve("source"), 3_000_000, 13);
        String cid = succeeded(this.user.run("put", source.toString())).out().strip();
        Path back = Files.createDirectory(this.directory.resolve("back"));
        try (CuttingProxy stuck = CuttingProxy.stalling(network.api(), Way.RECEIVED, 1_000_000)) {
            Process get =
                    CommandRun.start(
                            this.directory.resolve("out"),
                            this.directory.resolve("err"),
                            Map.of(),
                            this.user
                                    .through(stuck)
                                    .complete("get", cid, "-o", back.resolve("file").toString()));
            stuck.awaitLimit();
            await().atMost(PATIENCE)
                    .until(() ->
                            files(back).stream()
                                    .anyMatch(part -> part.toFile().length() > 500_000));
            get.destroy();
            assertThat(CommandRun.end(get)).isNotZero();
        }
        assertThat(files(back)).isEmpty();
        Path part = only(files(this.user.spool()), ".part");
        try (CuttingProxy bad =
                CuttingProxy.cutting(
                        network.api(), Way.RECEIVED, 3_200_000 - Files.size(part), 1)) {
            Path target = back.resolve("file");
            succeeded(this.user.through(bad).run("get", cid, "-o", target.toString()));
            assertThat(bad.cutsLeft()).as("no more than the rest was fetched").isOne();
            assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        }
        assertThat(files(this.user.spool())).isEmpty();
    }

    @Test
    void uploadWhenTheClientHangsUpLeavesNothingAtTheMiners() throws Exception {
        long before = shards();
        byte[] piece = new byte[1 << 20];
        try (Socket client = new Socket(network.api().getHost(), network.api().getPort())) {
            OutputStream out = client.getOutputStream();
            out.write(
                    ("POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + network.token()
                                    + "\r\nContent-Length: "
                                    + 3L * SEGMENT
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent < SEGMENT + (8 << 20); sent += piece.length) {
                out.write(piece);
            }
            await().atMost(PATIENCE).until(() -> shards() > before);
        }
        await().atMost(PATIENCE).until(() -> shards() == before);
    }

    @Test
    void eventLoopsWhenFilesMoveOnlyMoveBuffers() throws IOException {
        Path source = Bytes.file(this.directory.resolve("source"), 20_000_000, 15);
        Path target = this.directory.resolve("target");
        try (EventLoopWatch watch = EventLoopWatch.start()) {
            String cid = succeeded(this.user.run("put", source.toString())).out().strip();
            succeeded(this.user.run("get", cid, "-o", target.toString()));
            succeeded(this.user.run("ls"));
            assertThat(watch.offences()).isEmpty();
            assertThat(watch.samples()).isPositive();
        }
    }

    @Test
    void putWhenOnlyTheChainIsKnownFindsTheNodeOfAValidatorWithEnoughStake() throws IOException {
        Path source = Bytes.file(this.directory.resolve("source"), 1_000, 16);
        Shell onTheChain = this.user.findingNodesOn(chain());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        succeeded(onTheChain.run("put", source.toString(), "--stake_limit=1")));
        failed(onTheChain.run("put", source.toString(), "--stake_limit=1000000000"), "--api");
        assertThat(succeeded(onTheChain.run("ls")).out()).contains("source");
    }

    private static URI chain() throws IOException {
        return URI.create(
                new JsonMapper()
                        .readTree(Files.readString(network.directory().resolve("localnet.json")))
                        .get("chain")
                        .asString());
    }

    @Test
    void accessWhenGrantedHoldsForPlainHttpUntilItIsRevoked() throws Exception {
        String hotkey = this.user.wallet().hotkey().address().value();
        CommandRun grant =
                succeeded(
                        this.user.run(
                                "access",
                                "grant",
                                "--hotkey",
                                hotkey,
                                "--scope",
                                "read",
                                "--ttl",
                                "600"));
        String token = grant.out().strip();
        assertThat(statusOf("/api/v1/files", null)).isEqualTo(401);
        assertThat(statusOf("/api/v1/files", token)).isEqualTo(200);
        JsonNode listed =
                json(succeeded(this.user.run("access", "list", "--json")))
                        .valueStream()
                        .filter(each -> grant.err().contains(each.get("id").asString()))
                        .findFirst()
                        .orElseThrow();
        assertThat(listed.get("hotkey").asString()).isEqualTo(hotkey);
        assertThat(listed.get("scopes").get(0).asString()).isEqualTo("read");
        succeeded(this.user.run("access", "revoke", listed.get("id").asString()));
        assertThat(statusOf("/api/v1/files", token)).isEqualTo(401);
        failed(this.user.run("access", "revoke", listed.get("id").asString()), "no token");
    }

    @Test
    void apiCheckWhenTheNetworkWorksSaysSoAndLeavesNothing() throws IOException {
        JsonNode checked =
                json(succeeded(this.user.run("api", "check", "--size", "300000", "--json")));
        assertThat(checked.get("size").asInt()).isEqualTo(300_000);
        failed(this.user.run("get", checked.get("cid").asString(), "--raw", "-o", "-"), "check it");
        assertThat(succeeded(this.user.run("api", "check")).out()).contains("every byte was right");
    }

    @Test
    void putWhenADirectoryIsNamedStoresEveryFileInIt() throws IOException {
        Path root = Files.createDirectories(this.directory.resolve("tree/deep")).getParent();
        Path first = Bytes.file(root.resolve("a.bin"), 1_000, 31);
        Path second = Bytes.file(root.resolve("deep/b.bin"), 2_000, 32);
        List<String> lines =
                succeeded(this.user.run("put", "-r", root.toString())).out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).endsWith("  " + first);
        assertThat(lines.get(1)).endsWith("  " + second);
        Path back = this.directory.resolve("back");
        succeeded(this.user.run("get", lines.get(1).split(" ")[0], "-o", back.toString()));
        assertThat(Files.mismatch(second, back)).isEqualTo(-1);
        failed(this.user.run("put", root.toString()), "is a directory");
    }

    @Test
    void filetaoWhenCalledFromJavaFindsTheNodeThroughTheChain() throws IOException {
        UserOptions options = UserOptions.DEFAULTS.allowPrivate(true).ttl(Duration.ofDays(1));
        byte[] data = "stored by a program".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        Wallet wallet = network.userWallet();
        StoredData stored = Filetao.store(data, wallet, network.chain(), options);
        assertThat(stored.hotkeys()).containsExactly(network.validator().hotkey());
        assertThat(
                        Filetao.retrieve(
                                stored.cid(), wallet, network.chain(), stored.hotkeys(), options))
                .isEqualTo(data);
        assertThat(
                        Filetao.retrieve(
                                stored.cid(), wallet, network.chain(), List.of(), options.uid(0)))
                .isEqualTo(data);
        assertThatExceptionOfType(FiletaoClientException.class)
                .isThrownBy(() ->
                        Filetao.retrieve(
                                stored.cid(),
                                wallet,
                                network.chain(),
                                List.of(Keypair.generate().address()),
                                options))
                .withMessageContaining("is not registered");
    }

    private static int statusOf(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(network.api().resolve(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void apiRunWhenNoValidatorIsThereSaysWhatToSet() throws Exception {
        failed(CommandRun.of(this.directory, Map.of(), "api", "run"), "--database.host");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void putWhenTooFewMinersAreLeftNamesTheNumbers() throws IOException {
        long before = shards();
        network.miners().stream().skip(2).forEach(LocalNode::kill);
        Path source = Bytes.file(this.directory.resolve("source"), 3_000_000, 14);
        CommandRun put = this.user.run("put", source.toString());
        failed(put, "needed");
        assertThat(put.err()).containsPattern("[35]\\D+needed\\D+[0-2] ");
        await().atMost(PATIENCE).until(() -> shards() == before);
    }

    private Wallet wallet(String name, String password) {
        return Wallet.create(
                this.directory.resolve("wallets"),
                name,
                "default",
                Mnemonic.generate(12),
                Mnemonic.generate(12),
                password == null ? null : password.toCharArray());
    }

    private static CommandRun succeeded(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /** It failed with exit code 1 and one sentence that says this. */
    private static void failed(CommandRun run, String saying) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).startsWith("filetao: ").contains(saying).hasLineCount(1);
        assertThat(run.err().strip()).endsWith(".");
        assertThat(run.out()).isEmpty();
    }

    private static JsonNode json(CommandRun run) {
        return new JsonMapper().readTree(run.out());
    }

    /** Files of shards, finished or not, on all miners' disks. */
    private static long shards() throws IOException {
        long count = 0;
        for (LocalNode miner : network.miners()) {
            count +=
                    files(miner.directory().resolve("shards")).stream()
                            .filter(file -> file.toString().contains(".shard"))
                            .count();
        }
        return count;
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static Path only(List<Path> files, String suffix) {
        List<Path> matching =
                files.stream().filter(file -> file.toString().endsWith(suffix)).toList();
        assertThat(matching).hasSize(1);
        return matching.getFirst();
    }
}
