package io.filetao.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.fixtures.RedisServerExtension;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.CommitRequest;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.protocol.StatusReply;
import io.filetao.common.protocol.StatusReply.Status;
import io.filetao.common.protocol.StatusRequest;
import io.filetao.common.protocol.axon.Axon;
import io.filetao.common.protocol.axon.AxonLimits;
import io.filetao.common.protocol.axon.AxonRequest;
import io.filetao.common.protocol.axon.AxonResponse;
import io.filetao.common.protocol.dendrite.DendriteException;
import io.filetao.miner.MinerNetwork.Miner;
import io.filetao.miner.Samples.Shard;
import io.filetao.miner.expiry.ExpiryChore;
import io.filetao.miner.shard.IndexRebuild;
import io.filetao.miner.shard.ShardStore;
import io.filetao.miner.shard.SpaceBudget;
import io.filetao.miner.shard.redis.RedisShardIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** What a miner does when the world around it fails: restarts, full disks, validators that are away or changed their mind. */
@ExtendWith(RedisServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MinerFaultTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Map<String, Object> SMALL =
            Map.of(
                    "filetao.miner.capacity",
                    "400KB",
                    "filetao.miner.expiry.uncommitted-grace",
                    "0s",
                    "filetao.miner.expiry.interval",
                    "1h");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ShardId, Status> known = new ConcurrentHashMap<>();
    private MinerNetwork network;
    private DisposableServer validator;

    @BeforeAll
    void start(@TempDir Path directory, RedisServer redis) throws IOException {
        this.network = new MinerNetwork(directory, redis);
        Axon axon =
                new Axon(
                        Samples.VALIDATOR,
                        RequestVerifier.addressedTo(
                                Samples.VALIDATOR.address(), (_, _) -> true, Clock.systemUTC()),
                        _ -> {},
                        this.threads,
                        AxonLimits.DEFAULT);
        var routes =
                axon.routes()
                        .post(AxonPaths.SHARD_STATUS, StatusRequest.MAX_BYTES, this::status)
                        .build();
        this.validator =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .handle(
                                new ReactorHttpHandlerAdapter(
                                        RouterFunctions.toHttpHandler(routes)))
                        .bindNow();
        this.network
                .chain()
                .serveAxon(Samples.VALIDATOR, new AxonInfo("127.0.0.1", this.validator.port(), 1));
    }

    @AfterAll
    void stop() {
        this.validator.disposeNow();
        this.network.close();
        this.threads.close();
    }

    @Test
    void shardsSurviveARestart() throws Exception {
        Shard shard = Samples.shard(Samples.MINER.address(), 50_000, 1);
        try (Miner miner = this.network.start(SMALL)) {
            store(miner, shard);
        }
        try (Miner miner = this.network.start(SMALL)) {
            ShardStore shards = miner.part(ShardStore.class);
            assertThat(shards.open(shard.rid()))
                    .hasValueSatisfying(file -> {
                        try (file) {
                            assertThat(file.meta().encode()).isEqualTo(shard.meta().encode());
                        } catch (IOException failure) {
                            throw new AssertionError(failure);
                        }
                    });
            shards.drop(List.of(shard.rid()), Samples.VALIDATOR.address());
        }
    }

    @Test
    void storeWhenSpaceIsGoneIsRefusedUntilThereIsSome() throws Exception {
        try (Miner miner = this.network.start(SMALL)) {
            Shard first = Samples.shard(Samples.MINER.address(), 250_000, 2);
            Shard second = Samples.shard(Samples.MINER.address(), 250_000, 3);
            store(miner, first);
            assertThatThrownBy(() -> store(miner, second))
                    .isInstanceOfSatisfying(
                            DendriteException.class,
                            refused -> assertThat(refused.status()).isEqualTo(507));
            assertThat(Files.list(this.network.shards().resolve("incoming"))).isEmpty();
            drop(miner, first);
            store(miner, second);
            drop(miner, second);
            assertThat(miner.part(SpaceBudget.class).used()).isZero();
        }
    }

    @Test
    void storeWhenTheShardWasDroppedOnItsWayKeepsNothing() throws Exception {
        try (Miner miner = this.network.start(SMALL)) {
            Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 9);
            drop(miner, shard);
            assertThatThrownBy(() -> store(miner, shard))
                    .isInstanceOfSatisfying(
                            DendriteException.class,
                            refused -> assertThat(refused.status()).isEqualTo(409));
            assertThat(holds(miner, shard)).isFalse();
            assertThat(Files.list(this.network.shards().resolve("incoming"))).isEmpty();
            assertThat(miner.part(SpaceBudget.class).used()).isZero();
        }
    }

    @Test
    void uncommittedShardsGoOnlyWhenTheirValidatorSaysSo() throws Exception {
        try (Miner miner = this.network.start(SMALL)) {
            Shard unknown = Samples.shard(Samples.MINER.address(), 5_000, 4);
            Shard pending = Samples.shard(Samples.MINER.address(), 5_000, 5);
            Shard committed = Samples.shard(Samples.MINER.address(), 5_000, 6);
            for (Shard shard : List.of(unknown, pending, committed)) {
                store(miner, shard);
            }
            this.known.put(pending.rid(), Status.PENDING);
            this.known.put(committed.rid(), Status.COMMITTED);
            miner.part(ExpiryChore.class).run();
            assertThat(holds(miner, unknown)).isFalse();
            assertThat(holds(miner, pending)).isTrue();
            assertThat(holds(miner, committed)).isTrue();
            this.known.clear();
            miner.part(ExpiryChore.class).run();
            assertThat(holds(miner, pending)).isFalse();
            assertThat(holds(miner, committed)).isTrue();
            drop(miner, committed);
        }
    }

    @Test
    void expiredShardsGoWhenNobodyNeedsThem() throws Exception {
        try (Miner miner = this.network.start(SMALL)) {
            Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 7);
            store(miner, shard);
            this.network
                    .dendrite()
                    .call(
                            miner.peer(),
                            "POST",
                            AxonPaths.COMMITS,
                            new CommitRequest(
                                            Instant.now().minusSeconds(10),
                                            List.of(shard.rid()),
                                            new byte[1])
                                    .encode(),
                            100,
                            LIMIT);
            miner.part(ExpiryChore.class).run();
            assertThat(holds(miner, shard)).isFalse();
        }
    }

    @Test
    void indexEntryWithoutAFileIsClearedAway() throws Exception {
        try (Miner miner = this.network.start(SMALL)) {
            Shard shard = Samples.shard(Samples.MINER.address(), 5_000, 8);
            store(miner, shard);
            String hex = shard.rid().hex();
            Files.delete(
                    this.network
                            .shards()
                            .resolve("shards")
                            .resolve(hex.substring(0, 2))
                            .resolve(hex.substring(2, 4))
                            .resolve(hex + ".shard"));
            miner.part(ExpiryChore.class).run();
            RedisShardIndex index = miner.part(RedisShardIndex.class);
            assertThat(index.find(shard.rid())).isEmpty();
            assertThat(index.held(Samples.VALIDATOR.address(), null, 100))
                    .doesNotContain(shard.rid());
            miner.part(IndexRebuild.class).run();
        }
    }

    @Test
    void startWhenTheDirectoryIsInUseFails() {
        try (Miner _ = this.network.start(SMALL)) {
            assertThatThrownBy(() -> this.network.start(SMALL))
                    .rootCause()
                    .hasMessageContaining("Another miner runs on");
        }
    }

    private AxonResponse status(AxonRequest request) throws IOException {
        StatusRequest asked =
                StatusRequest.decode(ByteBuffer.wrap(request.message(StatusRequest.MAX_BYTES)));
        return AxonResponse.ok(
                new StatusReply(
                                asked.shards().stream()
                                        .map(shard ->
                                                this.known.getOrDefault(
                                                        shard.rid(), Status.UNKNOWN))
                                        .toList())
                        .encode());
    }

    private void store(Miner miner, Shard shard) throws IOException {
        this.network
                .dendrite()
                .call(miner.peer(), "PUT", AxonPaths.shard(shard.rid()), shard.body(), 1024, LIMIT);
    }

    private static void drop(Miner miner, Shard shard) throws IOException {
        miner.part(ShardStore.class).drop(List.of(shard.rid()), Samples.VALIDATOR.address());
    }

    private static boolean holds(Miner miner, Shard shard) throws IOException {
        try (var file = miner.part(ShardStore.class).open(shard.rid()).orElse(null)) {
            return file != null;
        }
    }
}
