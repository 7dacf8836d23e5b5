package io.filetao.cli.node;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.connection.SpanConverter;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.Sizes;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.Progress;
import io.filetao.common.client.Upload;
import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a node does what it is there for: random bytes go in and the same bytes come out. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Store random bytes at an API node, read them back, compare them, and end the claim to"
                    + " them.",
            "Ends with 0 only if every byte was right."
        },
        footer = {"", "Example: filetao api check --api https://files.example"})
final class ApiCheckCommand implements Callable<Integer> {

    private static final int BLOCK = 64 * 1024;
    private static final int LARGEST = 1 << 30;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "1000000",
            description = "How many bytes to send, at most 1 GiB (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            defaultValue = "1h",
            converter = SpanConverter.class,
            description =
                    "When the claim ends by itself, should this command not get to it, in seconds"
                            + " or as 90m, 12h, 7d (default: ${DEFAULT-VALUE}).")
    private Duration ttl = Duration.ofHours(1);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (this.size < 1 || this.size > LARGEST) {
            throw new ParameterException(
                    this.spec.commandLine(), "--size is between 1 and " + LARGEST + " bytes.");
        }
        Path bytes = Files.createTempFile("filetao-check", null);
        try (Connection connection = this.connectionOptions.open()) {
            check(connection.client(), bytes, fill(bytes));
        } finally {
            Files.delete(bytes);
        }
        return ExitCode.OK;
    }

    private Hash fill(Path bytes) throws IOException {
        SecureRandom random = new SecureRandom();
        byte[] block = new byte[BLOCK];
        try (Digesting out = new Digesting(Files.newOutputStream(bytes))) {
            for (int left = this.size; left > 0; left -= BLOCK) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(BLOCK, left));
            }
            return out.digest();
        }
    }

    private void check(FiletaoClient client, Path bytes, Hash digest) throws IOException {
        long start = System.nanoTime();
        Upload upload = new Upload(bytes, digest, null, null, "application/octet-stream", this.ttl);
        Cid cid = Cid.decode(client.store(upload, Progress.NONE).cid());
        long stored = System.nanoTime();
        try {
            Hash received = receive(client, cid);
            if (!received.equals(digest)) {
                throw new CommandException(
                        "What came back of %s is not what was sent; see 'filetao file health %s'."
                                .formatted(cid, cid));
            }
        } finally {
            end(client, cid);
        }
        print(client, cid, stored - start, System.nanoTime() - stored);
    }

    private static Hash receive(FiletaoClient client, Cid cid) throws IOException {
        try (Digesting out = new Digesting(OutputStream.nullOutputStream())) {
            FileDownload.raw(client, cid).writeTo(out, Progress.NONE);
            return out.digest();
        }
    }

    /** The claim ends by itself as well, so that what went wrong before stays the error that is told. */
    private void end(FiletaoClient client, Cid cid) {
        try {
            client.delete(cid);
        } catch (FiletaoClientException refused) {
            PrintWriter err = this.spec.commandLine().getErr();
            err.println(
                    "The claim to "
                            + cid
                            + " stays until it ends by itself: "
                            + refused.getMessage());
            err.flush();
        }
    }

    private void print(FiletaoClient client, Cid cid, long storeNanos, long readNanos) {
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("api", client.api().toString());
            result.put("cid", cid.toString());
            result.put("size", this.size);
            result.put("storeMillis", Duration.ofNanos(storeNanos).toMillis());
            result.put("readMillis", Duration.ofNanos(readNanos).toMillis());
            Json.print(out, result);
            return;
        }
        out.printf(
                "%s stored %s in %d ms and gave them back in %d ms; every byte was right.%n",
                client.api(),
                Sizes.human(this.size),
                Duration.ofNanos(storeNanos).toMillis(),
                Duration.ofNanos(readNanos).toMillis());
        out.flush();
    }

    /** Takes the SHA-256 of what passes. */
    private static final class Digesting extends DigestOutputStream {

        Digesting(OutputStream out) {
            super(out, sha256());
        }

        Hash digest() {
            return Hash.of(getMessageDigest().digest());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
