package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.FiletaoCommand;
import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.cid.Cid;
import io.filetao.common.fixtures.MachineTool;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.proof.ProofBundleVerifier;
import io.filetao.common.proof.Reason;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.Verdict;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardTargets;
import io.filetao.common.transfer.SweepRunner;
import io.filetao.miner.shard.redis.RedisShardIndex;
import io.filetao.validator.challenge.AuditedShard;
import io.filetao.validator.challenge.ChallengeRound;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Miners that cheat, running, among honest ones; and the proofs that people get of the same network. The tests follow each other:
 * damage stays.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CheatingMinersIT {

    private static final Path PYTHON_VERIFIER = Path.of("src/test/python/verify_bundle.py");
    private static final int SHARDS = 6;
    private static final int HONEST = 2;
    private static final int FILES = Cheat.values().length / (SHARDS - HONEST);
    private static final int FILE_BYTES = 600_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private static Path shared;

    private static LocalNetwork network;
    private static User user;
    private static final List<Cid> FILE_CIDS = new ArrayList<>();

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        LocalNetwork.Builder plan =
                Networks.with(validators(1), miners(9))
                        .directory(shared.resolve("net"))
                        .property("spring.main.sources", CheatConfiguration.class.getName());
        // Only this test challenges, and nothing is repaired behind its back.
        for (String chore :
                List.of(
                        "challenge",
                        "sweep",
                        "retrieve",
                        "store-synthetic",
                        "suspects",
                        "monitor",
                        "deregistrations",
                        "distribute",
                        "expiry")) {
            plan.property("filetao.validator.chores." + chore + ".enabled", false);
        }
        network = plan.property("filetao.validator.repair.enabled", false).start();
        user = new User(network);
        // A miner that answers with another of its shards needs two.
        while (FILE_CIDS.size() < FILES || !everyMinerHoldsTwo()) {
            int number = FILE_CIDS.size();
            FILE_CIDS.add(user.store(Bytes.file(source(number), FILE_BYTES, number)));
        }
        assertThat(FILE_CIDS).allSatisfy(cid -> assertThat(shards(cid)).hasSize(SHARDS));
    }

    @AfterAll
    static void stop() {
        if (user != null) {
            user.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    @Order(1)
    void bundleOfARealFileIsAcceptedAndAfterAnyChangeOfOneByteRefused() throws Exception {
        Cid cid = FILE_CIDS.getFirst();
        byte[] bytes = served(cid);
        ProofBundleVerifier.Report report =
                ProofBundleVerifier.verify(ProofBundle.decode(ByteBuffer.wrap(bytes)));
        assertThat(report.problems()).isEmpty();
        assertThat(report.complete()).isTrue();
        assertThat(report.proven()).containsExactly(SHARDS);
        Path bundle = Files.write(this.directory.resolve("bundle.proof"), bytes);
        String validator = network.validator().hotkey().value();
        assertThat(verify(bundle, "--cid", cid.toString(), "--validator", validator)).isZero();
        assertThat(this.out.toString()).contains("accepted").doesNotContain("problem");

        Random random = new Random(17);
        List<Path> changed = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += 1 + random.nextInt(1_500)) {
            byte[] copy = bytes.clone();
            copy[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(isGenuine(copy)).as("byte " + at + " changed").isFalse();
            if (random.nextInt(6) == 0) {
                changed.add(Files.write(this.directory.resolve("changed-" + at), copy));
            }
        }
        assertThat(changed).isNotEmpty();
        for (Path file : changed) {
            assertThat(verify(file)).as(file.toString()).isEqualTo(1);
        }
        Path python = MachineTool.PYTHON.orSkip();
        assertThat(python(python, List.of(bundle)))
                .allMatch(line -> line.endsWith(": genuine, complete"));
        assertThat(python(python, changed))
                .hasSameSizeAs(changed)
                .allMatch(line -> line.contains(": refused: "));
    }

    @Test
    @Order(2)
    void everyCheatIsCaughtByItsCheckAndNoHonestMinerIsPunished() throws Exception {
        List<String> table = new ArrayList<>();
        table.add("| cheat on the wire | expected check | caught by | rounds | first move took |");
        table.add("|---|---|---|---|---|");
        awaitNewBeacon();
        Cheat[] cheats = Cheat.values();
        int each = SHARDS - HONEST;
        assertThat(cheats).hasSize(FILES * each);
        for (int file = 0; file < FILES; file++) {
            Cheat[] some = Arrays.copyOfRange(cheats, file * each, (file + 1) * each);
            table.addAll(play(FILE_CIDS.get(file), List.of(some)));
        }
        table.addAll(sweepAll());
        table.forEach(System.out::println);
        Files.write(
                Files.createDirectories(Path.of("target")).resolve("zoo-on-the-wire.md"), table);
    }

    @Test
    @Order(3)
    void healthNamesTheCauseOfEveryFailedShard() {
        assertThat(command("file", "health", FILE_CIDS.get(FILES - 1).toString())).isZero();
        assertThat(this.out.toString())
                .contains("segment 0:")
                .contains("The answer does not fit the tags")
                .contains("The miner does not hold the shard")
                .doesNotContain("does not say why");
    }

    @Test
    @Order(4)
    void fileOfWhichOnlyKShardsAreWholeComesBack() throws Exception {
        Path target = this.directory.resolve("retrieved");
        user.retrieve(FILE_CIDS.get(FILES - 1), target);
        assertThat(Bytes.sha256(target)).isEqualTo(Bytes.sha256(source(FILES - 1)));
    }

    /** Refused, lost and late answers have moved the validator's head and not the miner's, or both. */
    @Test
    @Order(5)
    void minersThatCheatNoMorePassTheNextChallenge() {
        awaitNewBeacon();
        for (Cid cid : FILE_CIDS.subList(0, FILES - 1)) {
            assertThat(round(cid))
                    .hasSize(SHARDS)
                    .allSatisfy(audited -> assertThat(audited.reason()).isEmpty());
        }
    }

    @Test
    @Order(6)
    void bundleLeavesOutAndNamesAMinerThatIsAway() throws Exception {
        Cid cid = FILE_CIDS.getFirst();
        Path bundle = this.directory.resolve("bundle.proof");
        LocalNode away = node(shards(cid).getLast());
        away.kill();
        assertThat(command("file", "prove", cid.toString(), "-o", bundle.toString())).isZero();
        assertThat(this.err.toString())
                .contains("of miner " + away.hotkey() + ": its miner does not answer");
        assertThat(verify(bundle, "--json")).isZero();
        assertThat(this.out.toString())
                .contains("\"genuine\" : true")
                .doesNotContain(away.hotkey().value());
    }

    private static boolean everyMinerHoldsTwo() {
        return network.miners().stream()
                .allMatch(miner -> miner.part(RedisShardIndex.class).totals().shards() >= 2);
    }

    /** One round over a file of whose shards all but two have a cheat each. */
    private static List<String> play(Cid cid, List<Cheat> cheats) throws IOException {
        List<ShardRecord> shards = shards(cid);
        Map<String, Cheat> cheating = new HashMap<>();
        for (int i = 0; i < cheats.size(); i++) {
            ShardRecord shard = shards.get(i);
            cheating.put(shard.rid(), cheats.get(i));
            begin(cheats.get(i), shard, shards.getLast());
        }
        List<AuditedShard> audits = round(cid);
        for (ShardRecord shard : shards) {
            node(shard).part(CheatingHandlers.class).end();
        }
        assertThat(audits).hasSameSizeAs(shards);
        Map<Cheat, String> rows = new EnumMap<>(Cheat.class);
        for (AuditedShard audited : audits) {
            Cheat cheat = cheating.get(audited.shard().rid());
            if (cheat == null) {
                assertThat(audited.reason()).as("an honest miner").isEmpty();
            } else {
                rows.put(cheat, row(cheat, audited));
            }
        }
        assertThat(rows).hasSameSizeAs(cheats);
        return List.copyOf(rows.values());
    }

    private static String row(Cheat cheat, AuditedShard audited) {
        Reason reason = reason(cheat.text(), audited.verdict());
        assertThat(reason).as(cheat.text()).isEqualTo(cheat.expected());
        return row(cheat.text(), cheat.expected().check(), reason, audited.took());
    }

    private static String row(String cheat, String check, Reason reason, Duration took) {
        return "| %s | %s | %s: %s | 1 | %s |"
                .formatted(
                        cheat,
                        check,
                        reason.check(),
                        reason,
                        took.isZero() ? "no answer" : took.toMillis() + " ms");
    }

    private static Reason reason(String cheat, Verdict verdict) {
        assertThat(verdict).as(cheat).isInstanceOf(Verdict.Rejected.class);
        return ((Verdict.Rejected) verdict).reason();
    }

    /** Samples every miner's inventory: who lost something on its disk is found, and nobody else. */
    private static List<String> sweepAll() {
        Map<String, Cheat> damage = new HashMap<>();
        List<ShardRecord> damaged = shards(FILE_CIDS.get(FILES - 1));
        List<Cheat> onDisk = List.copyOf(Cheat.ON_DISK);
        for (int i = 0; i < onDisk.size(); i++) {
            damage.put(damaged.get(i).rid(), onDisk.get(i));
        }
        SweepRunner sweeps = network.validator().part(SweepRunner.class);
        List<String> rows = new ArrayList<>();
        for (LocalNode miner : network.miners()) {
            List<ShardRecord> inventory =
                    FILE_CIDS.stream()
                            .flatMap(cid -> shards(cid).stream())
                            .filter(shard -> shard.miner().equals(miner.hotkey()))
                            .toList();
            SweepRunner.Swept swept =
                    sweeps.sample(
                                    new Peer(
                                            miner.hotkey(),
                                            new AxonInfo("127.0.0.1", miner.url().getPort(), 1)),
                                    inventory.stream().map(ShardTargets::of).toList(),
                                    SweepRunner.ONE_PER_MILLE)
                            .orElseThrow();
            Cheat cheat =
                    inventory.stream()
                            .map(shard -> damage.get(shard.rid()))
                            .filter(found -> found != null)
                            .findFirst()
                            .orElse(null);
            if (cheat == null) {
                assertThat(swept.verdict()).as("an honest miner").isEqualTo(Verdict.ACCEPTED);
            } else {
                String text = "%s, swept over %d shards".formatted(cheat.text(), inventory.size());
                Reason reason = reason(text, swept.verdict());
                assertThat(reason).as(text).isEqualTo(cheat.expected());
                rows.add(row(text, cheat.expected().check(), reason, swept.took()));
            }
        }
        assertThat(rows).hasSameSizeAs(Cheat.ON_DISK);
        return rows;
    }

    private static void begin(Cheat cheat, ShardRecord shard, ShardRecord helper)
            throws IOException {
        LocalNode miner = node(shard);
        switch (cheat) {
            case ONE_BIT -> overwrite(file(miner, shard), shard.length() / 2, 1, true);
            case ONE_PER_CENT ->
                    overwrite(file(miner, shard), 0, (int) (shard.length() / 100), false);
            case TAGS_ONLY -> overwrite(file(miner, shard), 0, (int) shard.length(), false);
            case EMPTY -> Files.delete(file(miner, shard));
            default ->
                    miner.part(CheatingHandlers.class)
                            .begin(
                                    cheat,
                                    ShardId.parse(shard.rid()),
                                    node(helper),
                                    ShardId.parse(helper.rid()));
        }
    }

    /** Until there is a beacon that no shard has answered yet. */
    private static void awaitNewBeacon() {
        Beacons beacons = network.validator().part(Beacons.class);
        Instant now = Instant.now();
        await().atMost(PATIENCE).until(() -> beacons.newest().time().isAfter(now));
    }

    private static List<AuditedShard> round(Cid cid) {
        return network.validator().part(ChallengeRound.class).run(record(cid));
    }

    private static FileRecord record(Cid cid) {
        return network.validator().part(FileIndex.class).find(cid.toString()).orElseThrow();
    }

    private static List<ShardRecord> shards(Cid cid) {
        return record(cid).segments().getFirst().shards();
    }

    private static LocalNode node(ShardRecord shard) {
        return network.miners().stream()
                .filter(miner -> miner.hotkey().equals(shard.miner()))
                .findFirst()
                .orElseThrow();
    }

    private static Path source(int number) {
        return shared.resolve("file" + number);
    }

    private static Path file(LocalNode miner, ShardRecord shard) throws IOException {
        try (Stream<Path> files = Files.walk(miner.directory())) {
            return files.filter(path -> path.endsWith(shard.rid() + ".shard"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void overwrite(Path path, long from, int length, boolean oneBit)
            throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] bytes = new byte[length];
            if (oneBit) {
                file.seek(from);
                file.readFully(bytes);
                bytes[0] ^= 1;
            }
            file.seek(from);
            file.write(bytes);
        }
    }

    private static boolean isGenuine(byte[] bundle) {
        try {
            return ProofBundleVerifier.verify(ProofBundle.decode(ByteBuffer.wrap(bundle)))
                    .genuine();
        } catch (MalformedMessageException garbage) {
            return false;
        }
    }

    /** The bundle as anybody may fetch it. */
    private static byte[] served(Cid cid) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(network.api().resolve("/api/v1/files/" + cid + "/proof"))
                        .header("Authorization", "Bearer " + network.token())
                        .timeout(PATIENCE)
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type"))
                    .contains(ProofBundle.MEDIA_TYPE);
            return response.body();
        }
    }

    private int verify(Path bundle, String... options) {
        List<String> args = new ArrayList<>(List.of("verify", bundle.toString()));
        args.addAll(Arrays.asList(options));
        return execute(args);
    }

    private int command(String... command) {
        List<String> args = new ArrayList<>(Arrays.asList(command));
        args.add("--api=" + network.api());
        args.add("--token=" + network.token());
        args.add("--wallet.path=" + network.userWallet().root());
        args.add("--wallet.name=" + network.userWallet().name());
        args.add("--wallet.hotkey=" + network.userWallet().hotkeyName());
        return execute(args);
    }

    private int execute(List<String> args) {
        return FiletaoCommand.commandLine()
                .setOut(new PrintWriter(this.out))
                .setErr(new PrintWriter(this.err))
                .execute(args.toArray(String[]::new));
    }

    private List<String> python(Path python, List<Path> bundles) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(python.toString(), PYTHON_VERIFIER.toString()));
        bundles.forEach(bundle -> command.add(bundle.toString()));
        Path output = this.directory.resolve("python-output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        process.waitFor();
        return Files.readAllLines(output);
    }
}
