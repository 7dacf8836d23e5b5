package io.filetao.common.chain.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Hyperparameters;
import io.filetao.common.chain.Neuron;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Keypair;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalChainTests {

    private static final int NETUID = 21;
    private static final LocalChainSettings SETTINGS = LocalChainSettings.of(Duration.ofSeconds(1));

    @TempDir private Path directory;

    private final MovableTime time = new MovableTime();
    private final Keypair coldkey = Keypair.generate();
    private long nonce;

    @Test
    void openAgainGivesTheSameBlocksNeuronsAndStakes() {
        Keypair hotkey = Keypair.generate();
        Block tenth;
        Neuron before;
        try (LocalChain chain = open()) {
            register(chain, hotkey);
            submit(
                    chain,
                    this.coldkey,
                    new Call.AddStake(NETUID, hotkey.address(), BigInteger.TEN));
            submit(chain, hotkey, new Call.ServeAxon(NETUID, "127.0.0.1", 8091, 1));
            this.time.forward(Duration.ofSeconds(10));
            tenth = chain.block(10).orElseThrow();
            before = chain.metagraph(NETUID).neuron(hotkey.address()).orElseThrow();
        }
        this.time.forward(Duration.ofSeconds(5));
        try (LocalChain chain = open()) {
            assertThat(chain.head().number()).isEqualTo(15);
            assertThat(chain.block(10)).contains(tenth);
            assertThat(chain.metagraph(NETUID).neuron(hotkey.address())).contains(before);
            assertThat(before.stake()).isEqualTo(BigInteger.TEN);
        }
    }

    @Test
    void openWithAnotherBlockTimeContinuesTheNumbers() {
        Block before;
        try (LocalChain chain = open()) {
            this.time.forward(Duration.ofSeconds(100));
            before = chain.head();
        }
        LocalChainSettings slower = LocalChainSettings.of(Duration.ofSeconds(12));
        try (LocalChain chain = LocalChain.open(this.directory, slower, this.time)) {
            assertThat(chain.head()).isEqualTo(before);
            this.time.forward(Duration.ofSeconds(24));
            assertThat(chain.head().number()).isEqualTo(102);
            assertThat(chain.block(100)).contains(before);
        }
    }

    @Test
    void openAfterATornLastLineLosesOnlyThatLine() throws Exception {
        Keypair hotkey = Keypair.generate();
        try (LocalChain chain = open()) {
            register(chain, hotkey);
        }
        Files.writeString(
                this.directory.resolve("chain.log"),
                "0badc0de {\"entry\":",
                StandardOpenOption.APPEND);
        try (LocalChain chain = open()) {
            assertThat(chain.metagraph(NETUID).neurons()).hasSize(1);
            register(chain, Keypair.generate());
        }
        try (LocalChain chain = open()) {
            assertThat(chain.metagraph(NETUID).neurons()).hasSize(2);
        }
    }

    @Test
    void openWhenALineIsDamagedIsRefused() throws Exception {
        try (LocalChain chain = open()) {
            register(chain, Keypair.generate());
        }
        Path log = this.directory.resolve("chain.log");
        byte[] content = Files.readAllBytes(log);
        content[content.length / 2] ^= 1;
        Files.write(log, content);
        assertThatExceptionOfType(ChainException.class)
                .isThrownBy(this::open)
                .withMessageContaining("damaged at line");
    }

    @Test
    void openWhenAnotherChainHoldsTheDirectoryIsRefused() {
        try (LocalChain chain = open()) {
            assertThat(chain.head()).isNotNull();
            assertThatExceptionOfType(ChainException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("Another chain is running");
        }
    }

    @Test
    void submitAgainIsRefusedAsStale() {
        try (LocalChain chain = open()) {
            SignedTransaction signed =
                    sign(
                            chain,
                            this.coldkey,
                            new Call.BurnedRegister(NETUID, Keypair.generate().address()));
            chain.submit(signed);
            assertRefused("Stale", () -> chain.submit(signed));
        }
    }

    @Test
    void submitWithAChangedTextIsRefused() {
        try (LocalChain chain = open()) {
            SignedTransaction signed =
                    sign(
                            chain,
                            this.coldkey,
                            new Call.BurnedRegister(NETUID, Keypair.generate().address()));
            SignedTransaction changed =
                    new SignedTransaction(
                            signed.transaction().replace("\"netuid\":21", "\"netuid\":22"),
                            signed.signature());
            assertRefused("BadProof", () -> chain.submit(changed));
        }
    }

    @Test
    void submitMadeForAnotherChainIsRefused() {
        try (LocalChain chain = open()) {
            Call call = new Call.BurnedRegister(NETUID, Keypair.generate().address());
            SignedTransaction foreign =
                    SignedTransaction.sign(
                            new Transaction(
                                    Hash.sha256("elsewhere".getBytes(StandardCharsets.UTF_8)),
                                    this.coldkey.address(),
                                    1,
                                    call),
                            this.coldkey);
            assertRefused("BadGenesis", () -> chain.submit(foreign));
        }
    }

    @Test
    void registerWhenFullReplacesTheNeuronThatEarnsLeast() {
        Hyperparameters small = new Hyperparameters(360, 1, 65535, 0, 0, 0, 0, 3);
        try (LocalChain chain = LocalChain.open(this.directory, SETTINGS.with(small), this.time)) {
            Keypair validator = Keypair.generate();
            Keypair good = Keypair.generate();
            Keypair idle = Keypair.generate();
            register(chain, validator);
            submit(
                    chain,
                    this.coldkey,
                    new Call.AddStake(NETUID, validator.address(), BigInteger.TEN));
            int worst = register(chain, idle);
            int best = register(chain, good);
            submit(
                    chain,
                    validator,
                    new Call.SetWeights(NETUID, new TreeMap<>(Map.of(best, 65535, 0, 65535)), 0));
            assertThat(register(chain, Keypair.generate())).isEqualTo(worst);
            assertThat(chain.metagraph(NETUID).neuron(idle.address())).isEmpty();
            assertThat(chain.metagraph(NETUID).neuron(good.address())).isPresent();
        }
    }

    @Test
    void setWeightsTooFastIsRefused() {
        try (LocalChain chain = open()) {
            this.time.forward(Duration.ofSeconds(1));
            Keypair validator = Keypair.generate();
            int uid = register(chain, validator);
            submit(
                    chain,
                    this.coldkey,
                    new Call.AddStake(NETUID, validator.address(), BigInteger.TEN));
            Call weights = new Call.SetWeights(NETUID, new TreeMap<>(Map.of(uid, 65535)), 0);
            submit(chain, validator, weights);
            assertRefused("SettingWeightsTooFast", () -> submit(chain, validator, weights));
            this.time.forward(Duration.ofSeconds(100));
            submit(chain, validator, weights);
            assertThat(chain.weights(NETUID)).containsEntry(uid, new TreeMap<>(Map.of(uid, 65535)));
        }
    }

    @Test
    void serveAxonOnAHostNameOrNowhereIsRefused() {
        try (LocalChain chain = open()) {
            Keypair hotkey = Keypair.generate();
            register(chain, hotkey);
            for (String ip : new String[] {"localhost", "0.0.0.0", "::", "224.0.0.1", ""}) {
                assertRefused(
                        "InvalidIpAddress",
                        () -> submit(chain, hotkey, new Call.ServeAxon(NETUID, ip, 8091, 1)));
            }
            assertRefused(
                    "InvalidPort",
                    () -> submit(chain, hotkey, new Call.ServeAxon(NETUID, "127.0.0.1", 0, 1)));
        }
    }

    @Test
    void spendingMoreThanTheEndowmentIsRefused() {
        try (LocalChain chain = open()) {
            Keypair hotkey = Keypair.generate();
            register(chain, hotkey);
            assertRefused(
                    "NotEnoughBalance",
                    () ->
                            submit(
                                    chain,
                                    this.coldkey,
                                    new Call.AddStake(
                                            NETUID, hotkey.address(), SETTINGS.endowment())));
        }
    }

    private LocalChain open() {
        return LocalChain.open(this.directory, SETTINGS, this.time);
    }

    private int register(LocalChain chain, Keypair hotkey) {
        return submit(chain, this.coldkey, new Call.BurnedRegister(NETUID, hotkey.address()));
    }

    private int submit(LocalChain chain, Keypair signer, Call call) {
        return chain.submit(sign(chain, signer, call));
    }

    private SignedTransaction sign(LocalChain chain, Keypair signer, Call call) {
        return SignedTransaction.sign(
                new Transaction(chain.genesis().hash(), signer.address(), ++this.nonce, call),
                signer);
    }

    private static void assertRefused(String rule, Runnable call) {
        assertThatExceptionOfType(RefusedCallException.class)
                .isThrownBy(call::run)
                .satisfies(refused -> assertThat(refused.rule()).isEqualTo(rule));
    }
}
