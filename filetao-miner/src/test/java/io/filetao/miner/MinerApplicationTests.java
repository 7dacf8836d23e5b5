package io.filetao.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.FileId;
import io.filetao.common.proof.Receipt;
import io.filetao.common.proof.SeedChain;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.DropRequest;
import io.filetao.common.protocol.InventoryPage;
import io.filetao.common.protocol.NonceSequence;
import io.filetao.common.protocol.PingReply;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.protocol.dendrite.Reply;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.wallet.Keypair;
import io.filetao.miner.MinerNetwork.Miner;
import io.filetao.miner.Samples.Shard;
import io.filetao.miner.shard.IndexRebuild;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The miner as its validator sees it, over real signed HTTP. */
@ExtendWith(RedisServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinerApplicationTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private MinerNetwork network;
    private Miner miner;

    @BeforeAll
    void start(@TempDir Path directory, RedisServer redis) throws IOException {
        this.network = new MinerNetwork(directory, redis);
        this.miner = this.network.start(Map.of("filetao.miner.max-shard", "8MB"));
        awaitReady();
    }

    @AfterAll
    void stop() {
        this.miner.close();
        this.network.close();
        this.http.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 70_000, 3_000_000})
    void storedShardIsReceiptedProvedAndServed(int length) throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), length, length);
        Reply stored = store(shard);
        assertThat(stored.status()).isEqualTo(201);
        Receipt receipt = Receipt.decode(ByteBuffer.wrap(stored.body()));
        assertThat(receipt.isFor(shard.meta().header())).isTrue();
        assertThat(challenge(shard)).isTrue();
        assertThat(fetch(shard, 0, length)).isEqualTo(shard.plain());
        assertThat(fetch(shard, length / 2, length - length / 2))
                .isEqualTo(Arrays.copyOfRange(shard.plain(), length / 2, length));
    }

    @Test
    void shardWhenDamagedOnDiskIsNeverServed() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 300_000, 5);
        store(shard);
        flip(file(shard.rid()), 100_000);
        DendriteException refused =
                catchThrowableOfType(DendriteException.class, () -> fetch(shard, 90_000, 20_000));
        assertThat(refused.status()).isEqualTo(410);
        assertThat(metric("filetao_miner_shards_damaged_total")).isGreaterThanOrEqualTo(1);
        assertThatThrownBy(() -> fetch(shard, 0, 10)).hasMessageContaining("shard-damaged");
        assertThat(challenge(shard)).isFalse();
    }

    @Test
    void shardWhenDamagedFarInTheStreamBreaksItOff() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000_000, 6);
        store(shard);
        flip(file(shard.rid()), 4_500_000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> fetch(shard, 0, 5_000_000, out)).isInstanceOf(IOException.class);
        byte[] right = out.toByteArray();
        assertThat(right).isEqualTo(Arrays.copyOf(shard.plain(), right.length));
    }

    @Test
    void storeWhenBytesAreNotTheSignedOnesKeepsNothing() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 50_000, 7);
        byte[] body = shard.body();
        Map<String, String> headers = headers("PUT", AxonPaths.shard(shard.rid()), body);
        body[30_000] ^= 1;
        HttpResponse<String> answer = put(AxonPaths.shard(shard.rid()), body, headers);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertNothingKept(shard);
    }

    @Test
    void storeWhenShardIsNotTheCommittedOneKeepsNothing() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 50_000, 8);
        shard.sealed()[40_000] ^= 1;
        assertRefused(() -> store(shard), 400, "wrong-root");
        assertNothingKept(shard);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void storeWhenLengthIsWrongKeepsNothing(int difference) throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 50_000, 9);
        byte[] body = Arrays.copyOf(shard.body(), shard.body().length + difference);
        HttpResponse<String> answer =
                put(
                        AxonPaths.shard(shard.rid()),
                        body,
                        headers("PUT", AxonPaths.shard(shard.rid()), body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("wrong-length");
        assertNothingKept(shard);
    }

    @Test
    void storeWhenSenderHangsUpKeepsNothing() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 2_000_000, 10);
        byte[] body = shard.body();
        StringBuilder head = new StringBuilder();
        head.append("PUT " + AxonPaths.shard(shard.rid()) + " HTTP/1.1\r\nHost: x\r\n");
        head.append("Content-Length: " + body.length + "\r\n");
        headers("PUT", AxonPaths.shard(shard.rid()), body)
                .forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        try (Socket socket = new Socket("127.0.0.1", this.miner.port())) {
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body, 0, body.length / 2);
            await(() -> !incoming().isEmpty());
        }
        await(() -> incoming().isEmpty());
        assertNothingKept(shard);
    }

    @Test
    void storeWhenShardIsHeldIsRefused() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 11);
        store(shard);
        assertRefused(() -> store(shard), 409, "shard-exists");
        assertThat(fetch(shard, 0, 5_000)).isEqualTo(shard.plain());
    }

    @Test
    void storeWhenShardIsTooLargeIsRefused() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), (8 << 20) + 1, 12);
        assertThatThrownBy(() -> store(shard))
                .isInstanceOfSatisfying(
                        DendriteException.class,
                        refused -> assertThat(refused.status()).isEqualTo(413));
        assertNothingKept(shard);
    }

    @Test
    void storeWhenForAnotherMinerIsRefused() {
        Shard shard = Samples.shard(Keypair.generate().address(), 5_000, 13);
        assertRefused(() -> store(shard), 400, "wrong-miner");
    }

    @Test
    void requestWhenCallerIsNoValidatorIsRefused() throws Exception {
        for (Keypair stranger : List.of(Samples.MINER, Keypair.generate())) {
            try (Dendrite dendrite =
                    new Dendrite(stranger, new AddressPolicy(true), Clock.systemUTC())) {
                assertThatThrownBy(() ->
                                dendrite.call(
                                        this.miner.peer(),
                                        "GET",
                                        AxonPaths.PING,
                                        new byte[0],
                                        100,
                                        LIMIT))
                        .isInstanceOfSatisfying(
                                DendriteException.class,
                                refused -> assertThat(refused.status()).isEqualTo(403));
            }
        }
    }

    @Test
    void shardsOfAnotherValidatorAreNotThere() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 14);
        store(shard);
        Keypair other = Keypair.ofUri("//Other");
        this.network.registerValidator(other);
        try (Dendrite dendrite = new Dendrite(other, new AddressPolicy(true), Clock.systemUTC())) {
            await(() -> answersPing(dendrite));
            String pieces = AxonPaths.pieces(shard.rid(), 0, 10, Hash.sha256());
            assertRefused(
                    () ->
                            dendrite.call(
                                    this.miner.peer(), "GET", pieces, new byte[0], 100_000, LIMIT),
                    404,
                    "unknown-shard");
            dendrite.call(
                    this.miner.peer(),
                    "POST",
                    AxonPaths.DROPS,
                    new DropRequest(List.of(shard.rid())).encode(),
                    100,
                    LIMIT);
        }
        assertThat(fetch(shard, 0, 5_000)).isEqualTo(shard.plain());
    }

    @Test
    void piecesWhenRangeIsOutsideAreRefused() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 15);
        store(shard);
        for (String range : List.of("from=5000&length=1", "from=0&length=5001")) {
            assertRefused(() -> pieces(shard, range), 416, "range-outside");
        }
        for (String range : List.of("from=-1&length=1", "from=0&length=x", "length=1")) {
            assertRefused(() -> pieces(shard, range), 400, "malformed-range");
        }
    }

    @Test
    void committedShardsAreListedAndTheirManifestIsKeptUntilTheLastIsDropped() throws Exception {
        FileId file = FileId.random();
        Shard one = Samples.shard(Samples.MINER.address(), file, 5_000, 16);
        Shard two = Samples.shard(Samples.MINER.address(), file, 6_000, 17);
        store(one);
        store(two);
        byte[] manifest = "signed elsewhere".getBytes(StandardCharsets.UTF_8);
        Instant expiresAt = Instant.now().plusSeconds(3600);
        for (Shard shard : List.of(one, two)) {
            assertThat(
                            call(
                                            AxonPaths.COMMITS,
                                            new CommitRequest(
                                                            expiresAt,
                                                            List.of(shard.rid()),
                                                            manifest)
                                                    .encode())
                                    .status())
                    .isEqualTo(204);
        }
        assertThat(committed()).contains(one.rid(), two.rid());
        call(AxonPaths.DROPS, new DropRequest(List.of(one.rid(), ShardId.random())).encode());
        assertThat(committed()).contains(two.rid()).doesNotContain(one.rid());
        CommitRequest kept = CommitRequest.decode(ByteBuffer.wrap(get(AxonPaths.manifest(file))));
        assertThat(kept.manifest()).isEqualTo(manifest);
        call(AxonPaths.DROPS, new DropRequest(List.of(two.rid())).encode());
        assertRefused(() -> get(AxonPaths.manifest(file)), 404, "unknown-manifest");
        assertThat(Files.exists(file(two.rid()))).isFalse();
    }

    @Test
    void commitWhenAShardIsNotHeldNamesIt() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 18);
        store(shard);
        CommitRequest commit =
                new CommitRequest(
                        Instant.now().plusSeconds(60),
                        List.of(ShardId.random(), shard.rid()),
                        new byte[1]);
        assertRefused(() -> call(AxonPaths.COMMITS, commit.encode()), 404, "unknown-shard");
        assertThat(committed()).contains(shard.rid());
    }

    @Test
    void indexWhenLostIsRebuiltFromTheDisk() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 19);
        store(shard);
        RedisShardIndex index = this.miner.part(RedisShardIndex.class);
        RedisShardIndex.Totals before = index.totals();
        index.clear();
        assertThat(index.held(Samples.VALIDATOR.address(), null, 10)).isEmpty();
        this.miner.part(IndexRebuild.class).run();
        assertThat(index.totals().shards()).isGreaterThanOrEqualTo(before.shards());
        assertThat(index.held(Samples.VALIDATOR.address(), null, 1000)).contains(shard.rid());
    }

    @Test
    void challengeWhenRepeatedOrOldIsRefused() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 20);
        store(shard);
        byte[] challenge = challengeOf(shard);
        call(AxonPaths.CHALLENGES, challenge);
        assertRefused(() -> call(AxonPaths.CHALLENGES, challenge), 409, "old-beacon");
    }

    @Test
    void messagesWhenGarbageAreRefused() {
        for (String target :
                List.of(
                        AxonPaths.CHALLENGES,
                        AxonPaths.OPENINGS,
                        AxonPaths.VERDICTS,
                        AxonPaths.SWEEPS,
                        AxonPaths.SWEEP_OPENINGS,
                        AxonPaths.COMMITS,
                        AxonPaths.DROPS)) {
            assertRefused(() -> call(target, new byte[] {1, 2, 3}), 400, "malformed-message");
        }
    }

    @Test
    void pingTellsTheLoad() throws Exception {
        PingReply reply = PingReply.decode(ByteBuffer.wrap(get(AxonPaths.PING)));
        assertThat(reply.program()).isEqualTo("filetao-miner");
        assertThat(reply.availableBytes()).isPositive();
    }

    @Test
    void healthAndMetricsAreServed() throws Exception {
        assertThat(plain("/actuator/health/readiness").body())
                .contains("shardIndex", "registration", "storage", "\"UP\"");
        assertThat(plain("/actuator/prometheus").body())
                .contains("filetao_miner_storage_used_bytes", "filetao_miner_proofs_seconds");
    }

    private Reply store(Shard shard) throws IOException {
        return this.network
                .dendrite()
                .call(
                        this.miner.peer(),
                        "PUT",
                        AxonPaths.shard(shard.rid()),
                        shard.body(),
                        1024,
                        LIMIT);
    }

    private boolean challenge(Shard shard) {
        ShardChallenger challenger =
                new ShardChallenger(
                        this.network.dendrite(), Samples.VALIDATOR, Samples.KEYS, beacons());
        var challenged =
                challenger.challenge(
                        this.miner.peer(),
                        ShardTarget.of(shard.meta().header()),
                        SeedChain.start(shard.meta().header().initial()),
                        null);
        challenger.tell(this.miner.peer(), challenged);
        return challenged.outcome().verdict().passed();
    }

    private byte[] challengeOf(Shard shard) {
        var beacon = beacons().newest().beacon();
        return Challenge.issue(
                        ShardTarget.of(shard.meta().header()),
                        SeedChain.start(shard.meta().header().initial()),
                        null,
                        Samples.KEYS.epoch(Beacons.epoch(beacon)),
                        beacon,
                        Samples.VALIDATOR)
                .encode();
    }

    private Beacons beacons() {
        await(() -> this.network.chain().finalizedHead().number() >= 3);
        return new Beacons(this.network.chain(), Duration.ZERO, InstantSource.system());
    }

    private byte[] fetch(Shard shard, long from, long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fetch(shard, from, length, out);
        return out.toByteArray();
    }

    private void fetch(Shard shard, long from, long length, ByteArrayOutputStream out)
            throws IOException {
        ShardRecord record =
                new ShardRecord(
                        0,
                        shard.rid().hex(),
                        Samples.MINER.address(),
                        0,
                        shard.offer().length(),
                        shard.trailer().root(),
                        shard.trailer().initial(),
                        0,
                        Instant.EPOCH,
                        null);
        new ShardFetcher(this.network.dendrite(), Samples.KEYS, LIMIT)
                .fetch(
                        new io.filetao.common.network.Miner(
                                1,
                                Samples.MINER.address(),
                                Samples.MINER.address(),
                                this.miner.peer().axon()),
                        record,
                        from,
                        length,
                        out);
    }

    private Reply call(String target, byte[] message) throws IOException {
        return this.network
                .dendrite()
                .call(this.miner.peer(), "POST", target, message, 100_000, LIMIT);
    }

    private byte[] get(String target) throws IOException {
        return this.network
                .dendrite()
                .call(this.miner.peer(), "GET", target, new byte[0], InventoryPage.MAX_BYTES, LIMIT)
                .body();
    }

    private byte[] pieces(Shard shard, String range) throws IOException {
        return get(
                AxonPaths.shard(shard.rid()) + "/pieces?" + range + "&seed=" + Hash.sha256().hex());
    }

    private Set<ShardId> committed() throws IOException {
        Set<ShardId> committed = new HashSet<>();
        ShardId after = null;
        do {
            InventoryPage page =
                    InventoryPage.decode(ByteBuffer.wrap(get(AxonPaths.inventory(after))));
            page.entries().stream()
                    .filter(InventoryPage.Entry::committed)
                    .forEach(entry -> committed.add(entry.header().rid()));
            after = page.next();
        } while (after != null);
        return committed;
    }

    private HttpResponse<String> put(String target, byte[] body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(target))
                        .expectContinue(true)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return this.http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> plain(String target) throws Exception {
        return this.http.send(HttpRequest.newBuilder(uri(target)).build(), BodyHandlers.ofString());
    }

    private double metric(String name) throws Exception {
        return plain("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private URI uri(String target) {
        return URI.create("http://127.0.0.1:" + this.miner.port() + target);
    }

    private static Map<String, String> headers(String method, String target, byte[] body) {
        return RequestSignature.sign(
                Samples.VALIDATOR,
                method,
                target,
                Samples.MINER.address(),
                Hash.sha256(body),
                new NonceSequence(Clock.systemUTC()).next());
    }

    private void awaitReady() {
        await(() -> plain("/actuator/health/readiness").statusCode() == 200);
    }

    private boolean answersPing(Dendrite dendrite) {
        try {
            dendrite.call(this.miner.peer(), "GET", AxonPaths.PING, new byte[0], 200, LIMIT);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void assertNothingKept(Shard shard) throws IOException {
        assertThat(Files.exists(file(shard.rid()))).isFalse();
        assertThat(incoming()).isEmpty();
    }

    private List<Path> incoming() throws IOException {
        try (Stream<Path> files = Files.list(this.network.shards().resolve("incoming"))) {
            return files.toList();
        }
    }

    private Path file(ShardId rid) {
        String hex = rid.hex();
        return this.network
                .shards()
                .resolve("shards")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex + ".shard");
    }

    private static void flip(Path path, long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(position);
            int value = file.read();
            file.seek(position);
            file.write(value ^ 1);
        }
    }

    private static void assertRefused(Call call, int status, String code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        DendriteException.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(status);
                            assertThat(refused).hasMessageContaining(code);
                        });
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as("Nothing happened in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (Exception notYet) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Call {
        Object run() throws Exception;
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }
}
