package io.filetao.common.broadband;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.Weights;
import io.filetao.common.crypto.Hash;
import io.filetao.common.erasure.StripeLayout;
import io.filetao.common.fixtures.RedisServer;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.redis.RedisFileIndex;
import io.filetao.common.network.Allowance;
import io.filetao.common.network.Miner;
import io.filetao.common.network.MinerDirectory;
import io.filetao.common.network.RedundancyPolicy;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.protocol.dendrite.Dendrite;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import io.filetao.common.transfer.Beacons;
import io.filetao.common.transfer.MinerBreakers;
import io.filetao.common.transfer.MinerMessenger;
import io.filetao.common.transfer.ShardChallenger;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.ShardSender;
import io.filetao.common.transfer.TransferFault;
import io.filetao.common.transfer.TransferListener;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Signer;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A data path with real HTTP to miners and a real index. */
final class TestNetwork implements AutoCloseable {

    static final Duration IDLE = Duration.ofSeconds(2);

    final List<TestMiner> miners = new ArrayList<>();
    final List<TransferFault> storeFaults = new CopyOnWriteArrayList<>();
    final List<TransferListener.FetchFailure> fetchFailures = new CopyOnWriteArrayList<>();
    final Keypair hotkey = Keypair.generate();
    final Dendrite dendrite = new Dendrite(this.hotkey, new AddressPolicy(true), Clock.systemUTC());
    final FileIndex index;
    final MinerDirectory directory;
    final MinerBreakers breakers = new MinerBreakers(64, Duration.ofMillis(300));
    final ShardFetcher fetcher;
    final FileWriter writer;
    final FileReader reader;
    final FileRemover remover;
    final SegmentRepairer repairer;
    final ShardMover mover;

    /** Miners that left the subnet. */
    final Set<Ss58Address> gone = ConcurrentHashMap.newKeySet();

    volatile SecondLook secondLook = SecondLook.NONE;

    TestNetwork(int miners, RedisServer redis, Path spool) throws IOException {
        for (int uid = 0; uid < miners; uid++) {
            this.miners.add(new TestMiner(uid));
        }
        this.index =
                new RedisFileIndex(new RedisCalls(redis.template()), new Keyspace(redis.prefix()));
        Clock clock = Clock.systemUTC();
        MinerDirectory directory =
                new MinerDirectory(this::metagraph, new AddressPolicy(true), this::ping, clock);
        AuditKeys keys = AuditKeys.ofSeed(this.hotkey.miniSecret(), 0);
        TransferListener listener = new Recorder();
        ShardChallenger challenger =
                new ShardChallenger(
                        this.dendrite,
                        this.hotkey,
                        keys,
                        new Beacons(new TestChain(), Duration.ofSeconds(1), clock));
        MinerMessenger messenger =
                new MinerMessenger(this.dendrite, directory, Duration.ofSeconds(5));
        FileCommitter committer = new FileCommitter(this.index, messenger, this.hotkey, clock);
        BroadbandOptions options =
                new BroadbandOptions(
                        RedundancyPolicy.DEFAULT,
                        2,
                        StripeLayout.MAX_SEGMENT_BYTES,
                        spool,
                        2,
                        2,
                        2,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(500),
                        Duration.ofMillis(500));
        ShardSender sender =
                new ShardSender(this.dendrite, this.hotkey, keys, challenger, clock, IDLE);
        ShardFetcher fetcher = new ShardFetcher(this.dendrite, keys, IDLE);
        this.writer =
                new FileWriter(
                        this.index,
                        directory,
                        this.breakers,
                        miner -> Allowance.of(Long.MAX_VALUE),
                        sender,
                        listener,
                        committer,
                        messenger,
                        options,
                        clock);
        this.reader =
                new FileReader(
                        fetcher, directory, this.breakers, listener, options.retrieveHedge());
        this.fetcher = fetcher;
        this.remover = new FileRemover(this.index, committer, messenger);
        this.repairer =
                new SegmentRepairer(
                        this.index,
                        directory,
                        hotkey -> !this.gone.contains(hotkey),
                        miner -> Allowance.of(Long.MAX_VALUE),
                        fetcher,
                        sender,
                        committer,
                        messenger,
                        listener,
                        options,
                        new Bandwidth(0),
                        (cid, segment, shard) -> this.secondLook.look(cid, segment, shard),
                        new SecureRandom());
        this.mover =
                new ShardMover(
                        this.index,
                        directory,
                        fetcher,
                        sender,
                        committer,
                        messenger,
                        listener,
                        options,
                        new Bandwidth(0),
                        new SecureRandom());
        this.directory = directory;
    }

    TestMiner miner(Ss58Address hotkey) {
        return this.miners.stream()
                .filter(miner -> miner.address().equals(hotkey))
                .findFirst()
                .orElseThrow();
    }

    long heldShards() {
        return this.miners.stream().mapToLong(miner -> miner.held().size()).sum();
    }

    /** A shard that was given up on its way may come and go in the moment after. */
    void awaitNoShards() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (heldShards() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(heldShards()).as("shards left at miners").isZero();
    }

    @Override
    public void close() {
        this.dendrite.close();
        this.miners.forEach(TestMiner::close);
    }

    private Metagraph metagraph() {
        return new Metagraph(
                21,
                TestChain.BLOCK,
                this.miners.stream()
                        .filter(miner -> !this.gone.contains(miner.address()))
                        .map(TestMiner::neuron)
                        .toList());
    }

    private boolean ping(Miner miner) {
        try {
            this.dendrite.call(
                    miner.peer(), "GET", AxonPaths.PING, new byte[0], 1000, Duration.ofSeconds(2));
            return true;
        } catch (IOException away) {
            return false;
        }
    }

    private final class Recorder implements TransferListener {

        @Override
        public void storeFailed(Miner miner, TransferFault fault, String detail) {
            TestNetwork.this.storeFaults.add(fault);
        }

        @Override
        public void fetchFailed(FetchFailure failure) {
            TestNetwork.this.fetchFailures.add(failure);
        }
    }

    /** A chain that stands still: only its blocks are asked for. */
    private static final class TestChain implements Subtensor {

        static final Block BLOCK = new Block(3, Hash.sha256(), Instant.EPOCH);

        @Override
        public Block genesis() {
            return BLOCK;
        }

        @Override
        public Block head() {
            return BLOCK;
        }

        @Override
        public Block finalizedHead() {
            return BLOCK;
        }

        @Override
        public Optional<Block> block(long number) {
            return Optional.of(BLOCK);
        }

        @Override
        public Metagraph metagraph() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Hyperparameters hyperparameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int register(Signer coldkey, Ss58Address registered) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void serveAxon(Signer served, AxonInfo axon) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setWeights(Signer validator, Weights weights) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
