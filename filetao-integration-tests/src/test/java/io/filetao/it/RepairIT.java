package io.filetao.it;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileHealthReport.Segment;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import io.filetao.validator.challenge.AuditedShard;
import io.filetao.validator.challenge.ChallengeRound;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A network that looks after itself; the stories share it and follow each other. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepairIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long SIZE = 12_000_000;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path directory;

    private static LocalNetwork network;
    private static User user;
    private static LocalSubtensor chain;
    private static Path source;
    private static Cid cid;
    private static LocalNode emptied;

    @BeforeAll
    static void start() throws Exception {
        network =
                Networks.with(validators(1), miners(10))
                        .directory(directory.resolve("net"))
                        .blockTime(Duration.ofMillis(500))
                        .property("filetao.segment-size", "1MB")
                        .property("filetao.validator.repair.patience", "0s")
                        .property("filetao.validator.repair.down-patience", "0s")
                        .property("filetao.validator.repair.retry", "500ms")
                        .property("filetao.validator.repair.lease", "5s")
                        .property("filetao.validator.repair.poll", "100ms")
                        .property("filetao.validator.chores.distribute.enabled", "false")
                        .property("filetao.validator.chores.store-synthetic.enabled", "false")
                        .property("filetao.validator.chores.monitor.every", "1")
                        .property("filetao.validator.chores.expiry.every", "2")
                        .property("filetao.miner.expiry.interval", "1s")
                        .start();
        user = new User(network);
        JsonNode file = JSON.readTree(network.directory().resolve("localnet.json").toFile());
        chain =
                new LocalSubtensor(
                        URI.create(file.get("chain").asString()), 21, Duration.ofSeconds(10));
        source = Bytes.file(directory.resolve("source"), SIZE, 21);
        cid = user.store(source);
        awaitFullHealth();
    }

    @AfterAll
    static void stop() {
        user.close();
        chain.close();
        network.close();
    }

    @Test
    @Order(1)
    void minerThatDiesHasItsShardsRebuiltElsewhereFromNoMoreThanKOthers() throws Exception {
        LocalNode dead = network.miners().get(0);
        List<ShardRecord> lost = shards(dead.hotkey());
        long bytes = lost.stream().mapToLong(ShardRecord::length).sum();
        SegmentRecord segment = record().segments().getFirst();
        dead.kill();
        awaitFullHealthWithout(dead.hotkey());
        assertThatTheFileIsRead();
        Traffic traffic = Traffic.of(network.validator().directory());
        System.out.printf(
                "A miner with %d shards died: %d bytes read, %d sent to rebuild %d bytes%n",
                lost.size(), traffic.read(), traffic.sent(), bytes);
        assertThat(lost).isNotEmpty();
        assertThat(traffic.sent()).isEqualTo(bytes);
        // A holder that is slow may have been asked beside another one.
        assertThat(traffic.read()).isBetween(segment.k() * bytes, (segment.k() + 1) * bytes);
    }

    @Test
    @Order(2)
    void minerThatIsDeregisteredIsReplacedAndTheNewHolderOfItsUidInheritsNothing()
            throws Exception {
        LocalNode old = network.miners().get(1);
        assertThat(held(old.hotkey())).isPositive();
        deregister(old);
        Keypair successor = Keypair.generate();
        assertThat(chain.register(Keypair.generate(), successor.address())).isEqualTo(old.uid());
        awaitFullHealthWithout(old.hotkey());
        assertThat(held(old.hotkey())).isZero();
        assertThat(index().usedBytes(successor.address())).isZero();
        assertThat(index().holders()).doesNotContain(successor.address());
        assertThatTheFileIsRead();
    }

    @Test
    @Order(3)
    void validatorThatIsKilledInTheMiddleOfARepairIsResumedByTheNext() throws Exception {
        LocalNode gone = network.miners().get(2);
        long lost = held(gone.hotkey());
        assertThat(lost).isGreaterThan(3);
        network.validator().kill();
        Path home = directory.resolve("validator-process");
        Process validator = startValidator(home);
        try {
            deregister(gone);
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Traffic.of(home).repairs() >= 1);
        } finally {
            validator.destroyForcibly().waitFor();
        }
        long rebuilt = Traffic.of(home).repairs();
        System.out.printf(
                "The validator was killed after %d of %d segments were repaired%n", rebuilt, lost);
        assertThat(rebuilt).isLessThan(lost);
        assertThatTheFileIsRead();
        network.validator().start();
        awaitFullHealthWithout(gone.hotkey());
        assertThatTheFileIsRead();
    }

    @Test
    @Order(4)
    void expiredFilesGoFromTheIndexAndFromMinersThatWereAway() throws Exception {
        Path file = Bytes.file(directory.resolve("short-lived"), 10_000, 4);
        Cid shortLived = user.store(file, Duration.ofSeconds(5));
        FileRecord record = index().find(shortLived.toString()).orElseThrow();
        List<ShardRecord> shards = record.segments().getFirst().shards();
        LocalNode away =
                network.miners().stream()
                        .filter(miner -> miner.hotkey().equals(shards.getFirst().miner()))
                        .findFirst()
                        .orElseThrow();
        String shard = shards.getFirst().rid() + ".shard";
        assertThat(files(away)).anyMatch(name -> name.equals(shard));
        away.kill();
        await().atMost(LIMIT).until(() -> index().find(shortLived.toString()).isEmpty());
        assertThat(files(away)).anyMatch(name -> name.equals(shard));
        away.start();
        await().atMost(LIMIT).until(() -> files(away).stream().noneMatch(shard::equals));
        for (LocalNode miner : network.miners()) {
            for (ShardRecord each : shards) {
                assertThat(files(miner)).doesNotContain(each.rid() + ".shard");
            }
        }
        awaitFullHealth();
    }

    @Test
    @Order(5)
    void indexThatWasWipedIsRebuiltFromTheMinersAndWhatWasDeletedStaysDeleted() throws Exception {
        Path small = Bytes.file(directory.resolve("small"), 1000, 5);
        Cid kept = user.store(small);
        Cid deleted = user.store(Bytes.file(directory.resolve("deleted"), 1000, 6));
        List<ShardRecord> remains =
                index().find(deleted.toString()).orElseThrow().segments().getFirst().shards();
        LocalNode away =
                network.miners().stream()
                        .filter(miner -> miner.hotkey().equals(remains.getFirst().miner()))
                        .findFirst()
                        .orElseThrow();
        away.kill();
        user.delete(deleted);
        network.validator().kill();
        StringRedisTemplate redis = network.apiNode().part(StringRedisTemplate.class);
        Set<String> keys = redis.keys("validator:*");
        assertThat(keys).isNotEmpty();
        // Whoever loses Redis issues bearer tokens anew; this test goes on with the old one.
        keys.removeIf(key -> key.endsWith(":tokens"));
        redis.delete(keys);
        assertThat(index().find(cid.toString())).isEmpty();
        away.start();

        List<String> command = new ArrayList<>(List.of("validator", "reindex", "--json"));
        command.addAll(asValidator(directory.resolve("reindex")));
        CommandRun run = CommandRun.of(directory, Map.of(), command.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.get("restored").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(index().find(deleted.toString())).isEmpty();

        network.validator().start();
        awaitFullHealth();
        assertThatTheFileIsRead();
        Path target = directory.resolve("target");
        user.retrieve(kept, target);
        assertThat(Files.mismatch(target, small)).isEqualTo(-1);
        awaitProof(kept);
    }

    @Test
    @Order(6)
    void commandEmptiesAMinerThatIsRegisteredAndAnswersAndRemovesNothingTooEarly()
            throws Exception {
        // One of the seven that are left gives way only where an eighth holds nothing.
        LocalNode free = network.miners().get(0);
        free.start();
        MinerDirectory miners = network.validator().part(MinerDirectory.class);
        await().atMost(LIMIT).until(() -> miners.answersNow(free.hotkey()));
        emptied =
                network.miners().stream()
                        .filter(miner -> held(miner.hotkey()) > 3)
                        .findFirst()
                        .orElseThrow();
        assertThat(miners.answersNow(emptied.hotkey())).isTrue();
        Set<String> old = new HashSet<>();
        shards(emptied.hotkey()).forEach(shard -> old.add(shard.rid()));
        List<String> options = new ArrayList<>(List.of("--hotkey", emptied.hotkey().value()));
        options.addAll(asValidator(directory.resolve("repair")));
        // By its former name, the script of the same work.
        Process repair =
                CommandRun.startScript(
                        Path.of("../scripts/rebalance_deregistration.sh"),
                        directory.resolve("repair-script"),
                        directory.resolve("repair-out"),
                        directory.resolve("repair-err"),
                        options);
        try {
            do {
                // Looked at in this order, what a miner has dropped is no longer what the index
                // wants.
                List<String> onDisk = files(emptied);
                for (ShardRecord shard : shards(emptied.hotkey())) {
                    assertThat(
                                    !old.contains(shard.rid())
                                            || onDisk.contains(shard.rid() + ".shard"))
                            .as("%s is there as long as the index names it", shard.rid())
                            .isTrue();
                }
            } while (!repair.waitFor(200, TimeUnit.MILLISECONDS));
        } finally {
            repair.destroyForcibly();
        }
        String said = Files.readString(directory.resolve("repair-out"));
        System.out.println("validator repair: " + said);
        assertThat(repair.exitValue())
                .as(Files.readString(directory.resolve("repair-err")))
                .isZero();
        assertThat(said.strip()).matches("[1-9]\\d* shards were rebuilt elsewhere\\.");
        awaitFullHealthWithout(emptied.hotkey());
        assertThatTheFileIsRead();
        await().atMost(LIMIT)
                .until(() ->
                        files(emptied).stream()
                                .noneMatch(name -> old.contains(name.replace(".shard", ""))));
    }

    @Test
    @Order(7)
    void levellingFillsTheEmptyMinerFromTheFullOnesAndAddsNoRedundancy() throws Exception {
        assertThat(emptied).as("a miner that the story before has emptied").isNotNull();
        int before = held(emptied.hotkey());
        List<Integer> redundancy = redundancy();
        Set<String> old = shardNames();
        network.validator().kill();
        Process validator =
                startValidator(
                        directory.resolve("levelling-process"),
                        "--filetao.validator.chores.distribute.every=1",
                        "--filetao.validator.chores.store-synthetic.enabled=false",
                        "--filetao.validator.repair.tolerance=0");
        try {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> held(emptied.hotkey()) >= before + 4);
            // What has moved is kept once: its former holders drop it.
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Set<String> left = new HashSet<>(old);
                        left.removeAll(shardNames());
                        assertThat(left).hasSizeGreaterThanOrEqualTo(4);
                        for (LocalNode miner : network.miners()) {
                            assertThat(files(miner)).doesNotContainAnyElementsOf(left);
                        }
                    });
        } finally {
            validator.destroyForcibly().waitFor();
        }
        System.out.printf(
                "Levelling moved %d shards to the emptiest miner%n",
                held(emptied.hotkey()) - before);
        assertThat(redundancy()).isEqualTo(redundancy);
        assertThatTheFileIsRead();
        network.validator().start();
        awaitFullHealth();
    }

    @Test
    @Order(8)
    void minerThatTakesLeaveIsEmptiedAndGivenNothingUntilItStays() throws Exception {
        LocalNode leaving =
                network.miners().stream()
                        .filter(miner -> held(miner.hotkey()) > 0)
                        .findFirst()
                        .orElseThrow();
        CommandRun exit = takeLeave(leaving);
        assertThat(exit.exitCode()).as(exit.err() + exit.out()).isZero();
        assertThat(exit.out().strip())
                .isEqualTo("Nothing is left on this miner; it can be stopped.");
        assertThat(index().heldShards(leaving.hotkey())).isZero();
        awaitFullHealthWithout(leaving.hotkey());
        assertThatTheFileIsRead();
        assertThat(holders(21)).doesNotContain(leaving.hotkey());

        assertThat(takeLeave(leaving, "--cancel").out()).contains("The miner stays");
        AtomicInteger seed = new AtomicInteger(22);
        await().atMost(LIMIT)
                .until(() -> holders(seed.getAndIncrement()).contains(leaving.hotkey()));
    }

    private static CommandRun takeLeave(LocalNode miner, String... more) throws Exception {
        JsonNode file = JSON.readTree(network.directory().resolve("localnet.json").toFile());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "miner",
                                "exit",
                                "--subtensor.chain_endpoint=" + file.get("chain").asString(),
                                "--wallet.path=" + file.get("walletPath").asString(),
                                "--wallet.name=" + miner.name()));
        command.addAll(List.of(more));
        return CommandRun.of(directory, Map.of(), command.toArray(String[]::new));
    }

    /** Who holds a small file that is stored now. */
    private static Set<Ss58Address> holders(int seed) throws IOException {
        Cid stored = user.store(Bytes.file(directory.resolve("holders" + seed), 1000, seed));
        return index().find(stored.toString()).orElseThrow().segments().stream()
                .flatMap(segment -> segment.shards().stream())
                .map(ShardRecord::miner)
                .collect(Collectors.toSet());
    }

    /** Number of shards of each segment. */
    private static List<Integer> redundancy() {
        return record().segments().stream().map(segment -> segment.shards().size()).toList();
    }

    /** The files of the shards that the index names. */
    private static Set<String> shardNames() {
        return record().segments().stream()
                .flatMap(segment -> segment.shards().stream())
                .map(shard -> shard.rid() + ".shard")
                .collect(Collectors.toSet());
    }

    /** The chains of challenges meet again at their new numbers. */
    private static void awaitProof(Cid file) {
        FileRecord record = index().find(file.toString()).orElseThrow();
        ChallengeRound round = network.validator().part(ChallengeRound.class);
        List<AuditedShard> audited = new ArrayList<>();
        await().atMost(LIMIT)
                .until(() -> {
                    audited.addAll(round.run(index().find(file.toString()).orElseThrow()));
                    return audited.size() >= record.segments().getFirst().shards().size();
                });
        assertThat(audited).allSatisfy(shard -> assertThat(shard.reason()).isEmpty());
    }

    /** A validator as a process of its own, slow enough to be caught at work. */
    private static Process startValidator(Path home, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("validator", "run"));
        command.addAll(asValidator(home));
        command.add("--filetao.validator.repair.workers=1");
        command.add("--filetao.validator.repair.bandwidth=1MB");
        command.add("--filetao.validator.repair.patience=0s");
        command.add("--filetao.validator.repair.lease=5s");
        command.addAll(List.of(more));
        return CommandRun.start(
                home.resolve("out"), home.resolve("err"), Map.of(), command.toArray(String[]::new));
    }

    /** The properties with which another process works as the network's validator. */
    private static List<String> asValidator(Path home) throws IOException {
        Files.createDirectories(home);
        JsonNode file = JSON.readTree(network.directory().resolve("localnet.json").toFile());
        Map<String, Object> properties = new TreeMap<>(network.redis());
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        properties.put("filetao.netuid", "21");
        properties.put("filetao.chain.url", file.get("chain").asString());
        properties.put("filetao.chain.refresh", "500ms");
        properties.put("filetao.wallet.path", file.get("walletPath").asString());
        properties.put("filetao.wallet.name", "validator");
        properties.put("filetao.wallet.hotkey", "default");
        properties.put("filetao.redis.prefix", "validator:");
        properties.put("filetao.axon.announce", "false");
        properties.put("filetao.axon.allow-private", "true");
        properties.put("filetao.validator.directory", home.toString());
        return properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toList();
    }

    private static void deregister(LocalNode miner) {
        Wallet wallet = Wallet.at(network.directory().resolve("wallets"), miner.name(), "default");
        chain.deregister(wallet.unlockColdkey(PasswordSource.NONE), miner.hotkey());
    }

    private static void awaitFullHealthWithout(Ss58Address miner) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        record().segments().stream()
                                .flatMap(segment -> segment.shards().stream())
                                .noneMatch(shard -> shard.miner().equals(miner)));
        awaitFullHealth();
    }

    private static void awaitFullHealth() {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    List<Segment> segments = user.health(cid).segments();
                    assertThat(segments).hasSize(Math.ceilDiv((int) SIZE, 1 << 20));
                    assertThat(segments)
                            .allSatisfy(
                                    segment -> assertThat(segment.proven()).isEqualTo(segment.n()));
                });
    }

    private static void assertThatTheFileIsRead() throws IOException {
        Path target = directory.resolve("target");
        user.retrieve(cid, target);
        assertThat(Files.mismatch(target, source)).isEqualTo(-1);
    }

    private static FileIndex index() {
        return network.apiNode().part(FileIndex.class);
    }

    private static FileRecord record() {
        return index().find(cid.toString()).orElseThrow();
    }

    /** A miner's shards of the file. */
    private static List<ShardRecord> shards(Ss58Address miner) {
        return record().segments().stream()
                .flatMap(segment -> segment.shards().stream())
                .filter(shard -> shard.miner().equals(miner))
                .toList();
    }

    private static int held(Ss58Address miner) {
        return shards(miner).size();
    }

    private static List<String> files(LocalNode miner) throws IOException {
        try (Stream<Path> all = Files.walk(miner.directory())) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** What the events of a validator say about its repairs. */
    private record Traffic(long repairs, long read, long sent) {

        static Traffic of(Path validator) throws IOException {
            Path events = validator.resolve("events");
            if (!Files.isDirectory(events)) {
                return new Traffic(0, 0, 0);
            }
            long repairs = 0;
            long read = 0;
            long sent = 0;
            try (Stream<Path> files = Files.list(events)) {
                for (Path file : files.toList()) {
                    for (String line : Files.readAllLines(file)) {
                        if (line.contains("\"repair\"") && line.endsWith("}")) {
                            JsonNode event = JSON.readTree(line);
                            repairs += event.path("success").asBoolean(false) ? 1 : 0;
                            read += event.path("bytes").asLong(0);
                            sent += event.path("moved").asLong(0);
                        }
                    }
                }
            }
            return new Traffic(repairs, read, sent);
        }
    }
}
