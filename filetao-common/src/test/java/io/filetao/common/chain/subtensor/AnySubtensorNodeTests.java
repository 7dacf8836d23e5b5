package io.filetao.common.chain.subtensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Block;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.chain.Weights;
import io.filetao.common.chain.rpc.RpcSettings;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.FakeSubtensor.Offers;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Keypair;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds for every subtensor node; without settings, for the fake one.
 *
 * <pre>
 * -Dfiletao.chain.test-url=ws://127.0.0.1:9944      the node
 * -Dfiletao.chain.test-netuid=2                     a subnet that is there, else 1
 * -Dfiletao.chain.test-coldkey=//Alice              a key that may pay, else nothing is written
 * </pre>
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnySubtensorNodeTests {

    private static final @Nullable String URL = System.getProperty("filetao.chain.test-url");
    private static final int NETUID = Integer.getInteger("filetao.chain.test-netuid", 1);

    @TempDir private static Path commits;

    private static final Keypair HOTKEY = Keypair.generate();
    private static @Nullable FakeSubtensor fake;
    private static RpcSubtensor chain;
    private static @Nullable Keypair coldkey;

    @BeforeAll
    static void connect() {
        URI url;
        if (URL == null) {
            fake =
                    FakeSubtensor.start(Recording.SPEC_300, NETUID)
                            .offering(Offers.SELECTIVE_METAGRAPH);
            fake.advanceTo(10);
            url = fake.url();
        } else {
            url = URI.create(URL);
        }
        String payer =
                System.getProperty("filetao.chain.test-coldkey", URL == null ? "//Alice" : "");
        coldkey = payer.isEmpty() ? null : Keypair.ofUri(payer);
        chain =
                new RpcSubtensor(
                        new SubtensorSettings(
                                RpcSettings.of(List.of(url), Duration.ofSeconds(30), null),
                                NETUID,
                                Duration.ofMinutes(3),
                                Duration.ofMillis(500),
                                commits));
    }

    @AfterAll
    static void disconnect() {
        chain.close();
        if (fake != null) {
            fake.close();
        }
    }

    @Test
    @Order(1)
    void blocksFollowEachOther() {
        Block head = chain.head();
        assertThat(chain.finalizedHead().number()).isLessThanOrEqualTo(chain.head().number());
        assertThat(chain.block(0)).contains(chain.genesis());
        assertThat(chain.block(head.number() + 1_000_000)).isEmpty();
        long before = Math.max(0, head.number() - 3);
        assertThat(chain.block(before).orElseThrow().time()).isBeforeOrEqualTo(head.time());
    }

    @Test
    @Order(2)
    void rulesAndEpochAreRead() {
        assertThat(chain.hyperparameters().maxUids()).isPositive();
        assertThat(chain.epoch().blocksLeft()).isBetween(0L, (long) chain.epoch().tempo());
        assertThat(chain.specVersion()).isPositive();
    }

    @Test
    @Order(3)
    void newHotkeyIsRegisteredAndShown() {
        Keypair payer = payer();
        int uid;
        try {
            uid = chain.register(payer, HOTKEY.address());
        } catch (ChainException refused) {
            abort("The chain registers nobody now: " + refused.getMessage());
            return;
        }
        assertThat(neuron().uid()).isEqualTo(uid);
        assertThat(neuron().coldkey()).isEqualTo(payer.address());
        assertThat(neuron().axon()).isNull();
    }

    @Test
    @Order(4)
    void axonIsAnnouncedAndShown() {
        requireRegistered();
        AxonInfo axon = new AxonInfo("127.0.0.2", 8091, 100);
        chain.serveAxon(HOTKEY, axon);
        assertThat(neuron().axon()).isEqualTo(axon);
        long head = chain.head().number();
        chain.serveAxon(HOTKEY, axon);
        assertThat(chain.head().number()).isLessThanOrEqualTo(head + 1);
    }

    @Test
    @Order(5)
    void weightForItselfIsTakenOrRefusedWithAName() {
        requireRegistered();
        int uid = neuron().uid();
        try {
            chain.setWeights(
                    HOTKEY,
                    new Weights(
                            new TreeMap<>(Map.of(uid, 65_535)),
                            chain.hyperparameters().weightsVersion()));
            assertThat(neuron().lastUpdate()).isPositive();
        } catch (ChainException refused) {
            assertThat(refused).hasMessageMatching("The chain refused \\w+: \\w+.*");
        }
    }

    @Test
    @Order(6)
    void metagraphIsOrderedAndOfOneBlock() {
        Metagraph metagraph = chain.metagraph();
        assertThat(metagraph.neurons()).extracting(Neuron::uid).isSorted().doesNotHaveDuplicates();
        assertThat(metagraph.neurons().size())
                .isLessThanOrEqualTo(chain.hyperparameters().maxUids());
        assertThat(chain.block(metagraph.block().number())).contains(metagraph.block());
    }

    private static Neuron neuron() {
        return chain.metagraph().neuron(HOTKEY.address()).orElseThrow();
    }

    private static void requireRegistered() {
        assumeTrue(
                chain.metagraph().neuron(HOTKEY.address()).isPresent(),
                "Nothing can be written without a registered hotkey");
    }

    private static Keypair payer() {
        Keypair payer = coldkey;
        if (payer == null) {
            abort(
                    "A registration costs TAO: name a key that may pay with"
                            + " -Dfiletao.chain.test-coldkey");
            throw new IllegalStateException();
        }
        return payer;
    }
}
