package io.filetao.it;

import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.proof.Answer;
import io.filetao.common.proof.Challenge;
import io.filetao.common.proof.Commitment;
import io.filetao.common.proof.Opening;
import io.filetao.common.proof.OpeningRequest;
import io.filetao.common.proof.PreparedAnswer;
import io.filetao.common.proof.Prover;
import io.filetao.common.proof.Response;
import io.filetao.common.proof.ShardId;
import io.filetao.common.proof.Spot;
import io.filetao.common.proof.Transcript;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.axon.AxonException;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.axon.BodyWriter;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.common.protocol.dendrite.Peer;
import io.filetao.common.wallet.Keypair;
import io.filetao.miner.challenge.ChallengeHandler;
import io.filetao.miner.challenge.ChallengeKey;
import io.filetao.miner.challenge.OpeningHandler;
import io.filetao.miner.challenge.PendingOpenings;
import io.filetao.miner.challenge.PreparedProof;
import io.filetao.miner.challenge.ProofGate;
import io.filetao.miner.shard.RequestIds;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.disk.ShardFile;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One miner's cheats, each about one of its shards; about all others it answers honestly. Its answers are signed and its disk is
 * real; only what it says is not what was asked for.
 */
final class CheatingHandlers {

    static final int MAX_BYTES = 2048;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int COMMITMENT_AT = 2 + ShardId.BYTES + 4;
    private static final int MU_AT = 2 + ShardId.BYTES + 4;

    private final ShardStore shards;
    private final RedisShardIndex index;
    private final Prover prover;
    private final Dendrite dendrite;
    private final ChallengeHandler honestAnswers;
    private final OpeningHandler honestOpenings;
    private final Map<ShardId, Play> plays = new ConcurrentHashMap<>();
    private final Map<ShardId, Opening> openings = new ConcurrentHashMap<>();

    /** A cheat about one shard, and a miner with one of its shards that may help. */
    private record Play(Cheat cheat, LocalNode helper, ShardId helpersShard, CountDownLatch over) {}

    CheatingHandlers(
            ShardStore shards,
            RedisShardIndex index,
            Keypair hotkey,
            ProofGate gate,
            InstantSource clock,
            Dendrite dendrite) {
        this.shards = shards;
        this.index = index;
        this.prover = new Prover(hotkey);
        this.dendrite = dendrite;
        PendingOpenings<ChallengeKey, PreparedProof> pending =
                new PendingOpenings<>(64, PATIENCE, clock);
        this.honestAnswers = new ChallengeHandler(shards, this.prover, gate, pending);
        this.honestOpenings = new OpeningHandler(pending);
    }

    boolean isCheating() {
        return !this.plays.isEmpty();
    }

    /** Cheats about a shard from now on. */
    void begin(Cheat cheat, ShardId rid, LocalNode helper, ShardId helpersShard) {
        this.plays.put(rid, new Play(cheat, helper, helpersShard, new CountDownLatch(1)));
    }

    /** Is honest from now on; calls that hang come back. */
    void end() {
        List<Play> ended = List.copyOf(this.plays.values());
        this.plays.clear();
        ended.forEach(play -> play.over().countDown());
    }

    AxonResponse challenge(AxonRequest request) throws IOException, InterruptedException {
        byte[] message = request.message(MAX_BYTES);
        Challenge challenge = Challenge.decode(ByteBuffer.wrap(message));
        ShardId rid = challenge.rid();
        Play play = this.plays.get(rid);
        if (play == null) {
            return this.honestAnswers.handle(again(request, message));
        }
        return switch (play.cheat()) {
            case SILENT -> hang(play);
            case TRICKLE -> streamed(body -> trickle(play, body));
            case ENDLESS -> streamed(CheatingHandlers::flood);
            case GARBAGE -> garbage();
            case FORWARDING -> forward(play.helper(), message);
            case REPLAY -> AxonResponse.ok(lastAnswer(rid).encode());
            case ANOTHERS_SIGNATURE ->
                    answer(new Prover(Keypair.generate()), challenge, this.shards, rid);
            case INFINITY -> committed(challenge, new byte[Commitment.BYTES]);
            case OFF_CURVE -> committed(challenge, offCurve());
            case ANOTHER_SHARD ->
                    answer(this.prover, challenge, this.shards, anotherThan(request, rid));
            case ANOTHERS_SHARD ->
                    answer(
                            this.prover,
                            challenge,
                            play.helper().part(ShardStore.class),
                            play.helpersShard());
            case FOREIGN_SEGMENTS -> withSegmentsOf(play, challenge);
            case NO_OPENING, NOT_CANONICAL, SWAPPED_OPENING ->
                    answer(this.prover, challenge, this.shards, rid);
            case DENIAL, ONE_BIT, ONE_PER_CENT, TAGS_ONLY, EMPTY -> throw RequestIds.unknown(rid);
        };
    }

    AxonResponse opening(AxonRequest request) throws IOException, InterruptedException {
        byte[] message = request.message(MAX_BYTES);
        ShardId rid = OpeningRequest.decode(ByteBuffer.wrap(message)).rid();
        Play play = this.plays.get(rid);
        Opening prepared = this.openings.get(rid);
        if (play == null || prepared == null) {
            return this.honestOpenings.handle(again(request, message));
        }
        return switch (play.cheat()) {
            case NO_OPENING -> hang(play);
            case NOT_CANONICAL -> AxonResponse.ok(notCanonical(prepared));
            case SWAPPED_OPENING -> AxonResponse.ok(swapped(prepared).encode());
            default -> AxonResponse.ok(prepared.encode());
        };
    }

    /** Answers truly, but with whatever shard; keeps the opening. */
    private AxonResponse answer(Prover signing, Challenge challenge, ShardStore from, ShardId rid)
            throws IOException {
        return AxonResponse.ok(prepare(signing, challenge, from, rid).answer().encode());
    }

    private PreparedAnswer prepare(
            Prover signing, Challenge challenge, ShardStore from, ShardId rid) throws IOException {
        try (ShardFile file = from.open(rid).orElseThrow()) {
            PreparedAnswer prepared = signing.answer(challenge, file.meta(), file);
            this.openings.put(challenge.rid(), prepared.opening());
            return prepared;
        }
    }

    /** A true answer, but the segments that it will show are those of the helper's shard at the same places. */
    private AxonResponse withSegmentsOf(Play play, Challenge challenge) throws IOException {
        ShardStore helpers = play.helper().part(ShardStore.class);
        List<Spot> segments =
                prepare(this.prover, challenge, helpers, play.helpersShard()).opening().spots();
        PreparedAnswer own = prepare(this.prover, challenge, this.shards, challenge.rid());
        Opening opening = own.opening();
        this.openings.put(
                challenge.rid(),
                new Opening(opening.rid(), opening.number(), opening.response(), segments));
        return AxonResponse.ok(own.answer().encode());
    }

    /** A true answer but for K. */
    private AxonResponse committed(Challenge challenge, byte[] commitment) throws IOException {
        byte[] answer =
                prepare(this.prover, challenge, this.shards, challenge.rid()).answer().encode();
        System.arraycopy(commitment, 0, answer, COMMITMENT_AT, commitment.length);
        return AxonResponse.ok(answer);
    }

    /** What it answered to the challenge before, from the transcript that it keeps. */
    private Answer lastAnswer(ShardId rid) throws IOException {
        byte[] kept = this.shards.transcript(rid).orElseThrow();
        return Objects.requireNonNull(Transcript.decode(ByteBuffer.wrap(kept)).answer());
    }

    private ShardId anotherThan(AxonRequest request, ShardId rid) {
        return this.index.held(request.caller().hotkey(), null, 100).stream()
                .filter(held -> !held.equals(rid))
                .findFirst()
                .orElseThrow();
    }

    private AxonResponse forward(LocalNode helper, byte[] message) throws IOException {
        Peer other =
                new Peer(helper.hotkey(), new AxonInfo("127.0.0.1", helper.url().getPort(), 1));
        try {
            return AxonResponse.ok(
                    this.dendrite
                            .call(
                                    other,
                                    "POST",
                                    AxonPaths.CHALLENGES,
                                    message,
                                    MAX_BYTES,
                                    Duration.ofSeconds(20))
                            .body());
        } catch (DendriteException refused) {
            throw new AxonException(502, "accomplice", "The other miner refused");
        }
    }

    private static AxonResponse hang(Play play) throws InterruptedException {
        play.over().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return garbage();
    }

    private static void trickle(Play play, OutputStream body) throws IOException {
        try {
            do {
                body.write(1);
                body.flush();
            } while (!play.over().await(100, TimeUnit.MILLISECONDS));
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the receiver has had enough. */
    private static void flood(OutputStream body) throws IOException {
        byte[] wave = new byte[64 << 10];
        while (!Thread.currentThread().isInterrupted()) {
            body.write(wave);
        }
    }

    private static byte[] notCanonical(Opening honest) {
        byte[] opening = honest.encode();
        Arrays.fill(opening, MU_AT, MU_AT + honest.response().mu().length, (byte) 0xff);
        return opening;
    }

    private static Opening swapped(Opening honest) {
        Response response = honest.response();
        byte[] mu = response.mu().clone();
        mu[0] ^= 1;
        return new Opening(
                honest.rid(),
                honest.number(),
                new Response(mu, response.sigma(), response.blinding()),
                honest.spots());
    }

    /** No point of P-256 has x = 7. */
    private static byte[] offCurve() {
        byte[] point = new byte[Commitment.BYTES];
        point[0] = 2;
        point[Commitment.BYTES - 1] = 7;
        return point;
    }

    private static AxonResponse garbage() {
        byte[] bytes = new byte[Answer.BYTES];
        new Random(3).nextBytes(bytes);
        return AxonResponse.ok(bytes);
    }

    private static AxonResponse streamed(BodyWriter writer) {
        return new AxonResponse.Streamed(200, AxonResponse.BINARY, -1, writer);
    }

    private static AxonRequest again(AxonRequest request, byte[] message) {
        return new AxonRequest(
                request.caller(),
                request.path(),
                request.query(),
                message.length,
                new ByteArrayInputStream(message));
    }
}
