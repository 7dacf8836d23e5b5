package io.filetao.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.filetao.cli.CommandException;
import io.filetao.cli.network.ChainAddress;
import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.Subtensor;
import io.filetao.common.client.ApiNode;
import io.filetao.common.fixtures.subtensor.FakeSubtensor;
import io.filetao.common.fixtures.subtensor.FakeSubtensor.Offers;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.protocol.AxonPaths;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** API nodes are found on a subtensor chain as on a local one. */
class ApiDiscoveryTests {

    private static final int NETUID = 21;
    private static final BigInteger TAO = BigInteger.TEN.pow(9);

    private final AtomicInteger asked = new AtomicInteger();
    private FakeSubtensor node;
    private HttpServer validator;

    @BeforeEach
    void start() throws IOException {
        this.node =
                FakeSubtensor.start(Recording.SPEC_300, NETUID)
                        .offering(Offers.SELECTIVE_METAGRAPH);
        // 127.0.0.2, since no chain takes 127.0.0.1 for an axon.
        this.validator =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 0),
                        0);
        byte[] answer = ("{\"api\":\"" + api() + "\"}").getBytes(StandardCharsets.UTF_8);
        this.validator.createContext(
                "/",
                exchange -> {
                    this.asked.incrementAndGet();
                    boolean known = exchange.getRequestURI().getPath().equals(AxonPaths.API);
                    exchange.sendResponseHeaders(known ? 200 : 401, known ? answer.length : -1);
                    if (known) {
                        exchange.getResponseBody().write(answer);
                    }
                    exchange.close();
                });
        this.validator.start();
    }

    @AfterEach
    void stop() {
        this.validator.stop(0);
        this.node.close();
    }

    @Test
    void validatorWithTheMostStakeThatNamesAnApiIsTaken() {
        serving(closedPort(), 9);
        Ss58Address second = serving(this.validator.getAddress().getPort(), 5);
        serving(this.validator.getAddress().getPort(), 2);
        ApiNode found = new ApiDiscovery(chain(), NETUID).find(null);
        assertThat(found.url()).hasToString(api());
        assertThat(found.hotkey()).isEqualTo(second);
    }

    @Test
    void validatorsBelowTheStakeLimitAreNotAsked() {
        serving(this.validator.getAddress().getPort(), 5);
        assertThat(new ApiDiscovery(chain(), NETUID).find(BigDecimal.valueOf(5))).isNotNull();
        int before = this.asked.get();
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(
                        () -> new ApiDiscovery(chain(), NETUID).find(new BigDecimal("5.000000001")))
                .withMessageContaining("None of the 0 validators of subnet 21 with a stake of 5.0")
                .withMessageContaining("--api URL");
        assertThat(this.asked).hasValue(before);
    }

    @Test
    void privateAddressesOnAPublicChainAreNeverAsked() {
        serving(this.validator.getAddress().getPort(), 5);
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() ->
                        new ApiDiscovery(chain(), NETUID, new AddressPolicy(false)).find(null))
                .withMessageContaining("1 of them announced no public address");
        assertThat(this.asked).hasValue(0);
    }

    @Test
    void chainThatIsAwayIsNamed() {
        ChainAddress away = ChainAddress.parse("ws://127.0.0.1:" + closedPort());
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> new ApiDiscovery(away, NETUID).find(null))
                .withMessageContaining("The chain at " + away + " cannot be read");
    }

    /** A validator with some TAO that serves at a port of 127.0.0.2. */
    private Ss58Address serving(int port, int tao) {
        Keypair hotkey = Keypair.generate();
        try (Subtensor subtensor = chain().open(NETUID, Duration.ofSeconds(20))) {
            subtensor.register(Keypair.generate(), hotkey.address());
            this.node.stake(hotkey.address(), TAO.multiply(BigInteger.valueOf(tao)));
            subtensor.serveAxon(hotkey, new AxonInfo("127.0.0.2", port, 100));
        }
        return hotkey.address();
    }

    private ChainAddress chain() {
        return ChainAddress.parse(this.node.url().toString());
    }

    private String api() {
        return "http://127.0.0.2:" + this.validator.getAddress().getPort();
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
