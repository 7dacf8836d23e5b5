package io.filetao.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.crypto.Hash;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.ChallengeRefusal;
import io.filetao.common.proof.Reason;
import io.filetao.common.proof.SeedChain;
import io.filetao.common.proof.ShardTarget;
import io.filetao.common.proof.Verdict;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.NonceSequence;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.transfer.ShardChallenger.Challenged;
import io.filetao.common.transfer.SweepRunner;
import io.filetao.common.transfer.SweepRunner.Swept;
import io.filetao.miner.MinerNetwork.Miner;
import io.filetao.miner.Samples.Shard;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Validator and miner across challenges and sweeps, over connections that lose things. */
@ExtendWith(RedisServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinerProofTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private MinerNetwork network;
    private Miner miner;
    private Beacons beacons;
    private ShardChallenger challenger;
    private SweepRunner sweeps;
    private long lastHeight = -1;

    @BeforeAll
    void start(@TempDir Path directory, RedisServer redis) throws IOException {
        this.network = new MinerNetwork(directory, redis);
        this.miner = this.network.start(Map.of());
        this.beacons = new Beacons(this.network.chain(), Duration.ZERO, InstantSource.system());
        this.challenger =
                new ShardChallenger(
                        this.network.dendrite(), Samples.VALIDATOR, Samples.KEYS, this.beacons);
        this.sweeps =
                new SweepRunner(
                        this.network.dendrite(), Samples.VALIDATOR, Samples.KEYS, this.beacons);
        await(() -> ping());
    }

    @AfterAll
    void stop() {
        this.miner.close();
        this.network.close();
    }

    @Test
    void challengeAfterALostVerdictPasses() throws Exception {
        Shard shard = stored(1);
        Challenged first = challenge(this.miner.peer(), shard, start(shard), null);
        assertThat(first.passed()).isTrue();

        Challenged second =
                challenge(
                        this.miner.peer(),
                        shard,
                        first.outcome().chain(),
                        first.outcome().previous());

        assertThat(second.passed()).isTrue();
        assertThat(second.minerCounter()).isEmpty();
        assertThat(second.outcome().chain().counter()).isEqualTo(2);
    }

    @Test
    void challengeAfterSeveralLostVerdictsPasses() throws Exception {
        Shard shard = stored(2);
        SeedChain chain = start(shard);
        for (int round = 1; round <= 3; round++) {
            // Neither is a verdict sent nor the link before repeated, as after a restart of the
            // validator.
            Challenged lost = challenge(this.miner.peer(), shard, chain, null);
            assertThat(lost.passed()).as("round " + round).isTrue();
            chain = lost.outcome().chain();
        }
    }

    @Test
    void challengeAfterALostAnswerPasses() throws Exception {
        Shard shard = stored(3);
        Challenged lost;
        try (LossyProxy proxy = LossyProxy.before(this.miner.port())) {
            lost = challenge(peer(proxy.port()), shard, start(shard), null);
            assertThat(proxy.lost()).isPositive();
        }
        assertThat(reason(lost.outcome().verdict())).isEqualTo(Reason.NO_ANSWER);

        Challenged next =
                challenge(
                        this.miner.peer(),
                        shard,
                        lost.outcome().chain(),
                        lost.outcome().previous());

        assertThat(next.passed()).isTrue();
    }

    @Test
    void challengeOfAValidatorThatForgotEverythingPasses() throws Exception {
        Shard shard = stored(4);
        SeedChain chain = start(shard);
        Challenge.Previous previous = null;
        for (int round = 1; round <= 3; round++) {
            Challenged passed = challenge(this.miner.peer(), shard, chain, previous);
            this.challenger.tell(this.miner.peer(), passed);
            chain = passed.outcome().chain();
            previous = passed.outcome().previous();
        }

        Challenged again = challenge(this.miner.peer(), shard, start(shard), null);

        assertThat(again.passed()).isTrue();
        assertThat(again.outcome().chain().counter()).isGreaterThan(4);
    }

    @Test
    void challengeWhenHeadIsNotTheMinersIsRefusedWithItsCounter() throws Exception {
        Shard shard = stored(5);
        DendriteException wrong =
                refused(shard, new SeedChain(0, Hash.sha256(new byte[] {1})), null);
        assertThat(wrong.refusal().code()).isEqualTo(ChallengeRefusal.WRONG_HEAD.code());
        assertThat(wrong.refusal().number("counter")).hasValue(0);

        Challenged passed = challenge(this.miner.peer(), shard, start(shard), null);
        this.challenger.tell(this.miner.peer(), passed);
        DendriteException old = refused(shard, start(shard), null);
        assertThat(old.refusal().code()).isEqualTo(ChallengeRefusal.OLD_NUMBER.code());
        assertThat(old.refusal().number("counter")).hasValue(1);
    }

    @Test
    void requestWhenItsNonceWasUsedIsRefused() throws Exception {
        Shard shard = stored(6);
        nextBeacon();
        byte[] challenge = challengeOf(shard, start(shard), null);
        Map<String, String> headers =
                RequestSignature.sign(
                        Samples.VALIDATOR,
                        "POST",
                        AxonPaths.CHALLENGES,
                        Samples.MINER.address(),
                        Hash.sha256(challenge),
                        new NonceSequence(Clock.systemUTC()).next());
        assertThat(post(challenge, headers).statusCode()).isEqualTo(200);
        assertThat(post(challenge, headers).statusCode()).isEqualTo(401);
    }

    @Test
    void sweepPassesUntilSomethingIsGone() throws Exception {
        List<Shard> shards = List.of(stored(7), stored(8), stored(9));
        List<ShardTarget> targets = new ArrayList<>();
        shards.forEach(shard -> targets.add(target(shard)));
        Peer peer = this.miner.peer();

        Swept sample = this.sweeps.sample(peer, targets, SweepRunner.ONE_PER_CENT).orElseThrow();
        Swept whole = this.sweeps.whole(peer, targets, Long.MAX_VALUE).orElseThrow();
        assertThat(sample.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(sample.blocks()).isEqualTo(SweepRunner.ONE_PER_CENT);
        assertThat(whole.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(whole.covered()).containsExactlyElementsOf(rids(shards));
        assertThat(this.sweeps.whole(peer, targets, 1).orElseThrow().covered())
                .containsExactly(shards.getFirst().rid());
        assertThat(this.sweeps.whole(peer, List.of(), Long.MAX_VALUE)).isEmpty();

        flip(shards.get(1), 100_000);
        assertThat(reason(this.sweeps.whole(peer, targets, Long.MAX_VALUE).orElseThrow().verdict()))
                .isEqualTo(Reason.LINEAR);
        assertThat(this.sweeps.whole(peer, List.of(targets.get(2)), 1).orElseThrow().passed())
                .isTrue();

        Shard foreign = Samples.shard(Samples.MINER.address(), 5_000, 10);
        targets.add(target(foreign));
        assertThat(
                        reason(
                                this.sweeps
                                        .whole(peer, List.of(target(foreign)), 1)
                                        .orElseThrow()
                                        .verdict()))
                .isEqualTo(Reason.NOT_HELD);
    }

    @Test
    void sweepWhenTheAnswerIsLostEndsWithAVerdict() throws Exception {
        Shard shard = stored(11);
        try (LossyProxy proxy = LossyProxy.before(this.miner.port())) {
            Swept lost =
                    this.sweeps
                            .sample(peer(proxy.port()), List.of(target(shard)), 10)
                            .orElseThrow();
            assertThat(reason(lost.verdict())).isEqualTo(Reason.NO_ANSWER);
            assertThat(lost.covered()).containsExactly(shard.rid());
        }
    }

    private Challenged challenge(
            Peer peer, Shard shard, SeedChain chain, Challenge.@Nullable Previous previous) {
        nextBeacon();
        return this.challenger.challenge(peer, target(shard), chain, previous);
    }

    private DendriteException refused(
            Shard shard, SeedChain chain, Challenge.@Nullable Previous previous) {
        nextBeacon();
        byte[] challenge = challengeOf(shard, chain, previous);
        return catchThrowableOfType(
                DendriteException.class,
                () ->
                        this.network
                                .dendrite()
                                .call(
                                        this.miner.peer(),
                                        "POST",
                                        AxonPaths.CHALLENGES,
                                        challenge,
                                        1024,
                                        LIMIT));
    }

    private byte[] challengeOf(
            Shard shard, SeedChain chain, Challenge.@Nullable Previous previous) {
        var beacon = this.beacons.newest().beacon();
        return Challenge.issue(
                        target(shard),
                        chain,
                        previous,
                        Samples.KEYS.epoch(Beacons.epoch(beacon)),
                        beacon,
                        Samples.VALIDATOR)
                .encode();
    }

    /** A shard is challenged once per beacon. */
    private void nextBeacon() {
        await(() -> this.beacons.newest().beacon().height() > this.lastHeight);
        this.lastHeight = this.beacons.newest().beacon().height();
    }

    private Shard stored(int seed) throws IOException {
        Shard shard = Samples.shard(Samples.MINER.address(), 200_000, seed);
        this.network
                .dendrite()
                .call(
                        this.miner.peer(),
                        "PUT",
                        AxonPaths.shard(shard.rid()),
                        shard.body(),
                        1024,
                        LIMIT);
        return shard;
    }

    private HttpResponse<String> post(byte[] body, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + this.miner.port()
                                                + AxonPaths.CHALLENGES))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private boolean ping() throws IOException {
        this.network
                .dendrite()
                .call(this.miner.peer(), "GET", AxonPaths.PING, new byte[0], 4096, LIMIT);
        return true;
    }

    private void flip(Shard shard, long position) throws IOException {
        String hex = shard.rid().hex();
        Path path =
                this.network
                        .shards()
                        .resolve("shards")
                        .resolve(hex.substring(0, 2))
                        .resolve(hex.substring(2, 4))
                        .resolve(hex + ".shard");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(position);
            int value = file.read();
            file.seek(position);
            file.write(value ^ 1);
        }
    }

    private static List<io.filetao.common.proof.ShardId> rids(List<Shard> shards) {
        return shards.stream().map(Shard::rid).toList();
    }

    private static ShardTarget target(Shard shard) {
        return ShardTarget.of(shard.trailer().header(shard.offer()));
    }

    private static SeedChain start(Shard shard) {
        return SeedChain.start(shard.trailer().initial());
    }

    private static Peer peer(int port) {
        return new Peer(Samples.MINER.address(), new AxonInfo("127.0.0.1", port, 1));
    }

    private static @Nullable Reason reason(Verdict verdict) {
        return verdict instanceof Verdict.Rejected rejected ? rejected.reason() : null;
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
    private interface Condition {
        boolean holds() throws Exception;
    }
}
