package io.filetao.it.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The programs of an unpacked image, each with a directory of its own as its volume and a file for what it says.
 *
 * @param image as {@code mvn -Pimage} leaves it
 * @param root its file system
 * @param directory where volumes and logs are
 */
record ImagePrograms(OciImage image, Path root, Path directory) {

    /** How a program says where it listens. */
    static final Pattern PORT = Pattern.compile("started on port (\\d+) ");

    /** How a local chain says where it is. */
    static final Pattern CHAIN_URL = Pattern.compile("serves at (\\S+)");

    /** Starts a dashboard that needs nothing else. */
    static final List<String> DASHBOARD =
            List.of(
                    "dashboard",
                    "run",
                    "--server.port=0",
                    "--server.address=127.0.0.1",
                    "--filetao.dashboard.api=http://127.0.0.1:1");

    private static final Path ARCHIVE = Path.of("..", "filetao-cli", "target", "filetao-image.tar");

    static ImagePrograms unpack(Path directory) throws Exception {
        OciImage image = OciImage.open(ARCHIVE, directory.resolve("archive"));
        Path root = directory.resolve("root");
        image.unpack(root);
        return new ImagePrograms(image, root, directory);
    }

    Container chain(String... javaOptions) throws IOException {
        return start(
                "chain",
                List.of("chain", "run", "--port", "0", "--block-time", "1"),
                List.of(javaOptions));
    }

    /** Gives the hotkey of a wallet in that volume a place on the chain. */
    void register(String volume, String url, String... further) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("chain", "register", "--subtensor.chain_endpoint", url));
        arguments.addAll(List.of("--wallet.name", "own", "--wallet.hotkey", "hotkey"));
        arguments.addAll(List.of(further));
        Path log = this.directory.resolve(volume + "-register.log");
        try (Container command =
                Container.start(
                        this.image,
                        this.root,
                        this.directory.resolve(volume),
                        log,
                        List.of(),
                        arguments)) {
            assertThat(command.end()).as(Files.readString(log)).isZero();
        }
    }

    /** Starts a miner, validator or API node with the wallet in that volume. */
    Container node(String volume, String program, String url, String... javaOptions)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(program, "run", "--subtensor.chain_endpoint", url));
        arguments.addAll(List.of("--wallet.name", "own", "--wallet.hotkey", "hotkey"));
        arguments.addAll(List.of("--server.port=0", "--axon.external_ip", "127.0.0.1"));
        arguments.add("--filetao.miner.capacity=1GB");
        return start(volume, arguments, List.of(javaOptions));
    }

    /** Starts a program with a volume. */
    Container start(String volume, List<String> arguments, List<String> javaOptions)
            throws IOException {
        return Container.start(
                this.image,
                this.root,
                this.directory.resolve(volume),
                this.directory.resolve(volume + "-" + arguments.getFirst() + ".log"),
                javaOptions,
                arguments);
    }

    /** Whether the program on that port is ready. */
    static boolean isReady(String port) throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + port + "/actuator/health/readiness").statusCode() == 200;
    }

    static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }
}
