package io.filetao.cli.store;

import io.filetao.cli.connection.TransferOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How files are stored; shared by both spellings of the command. */
final class UploadOptions {

    private static final long MOST_MEBIBYTES = 1L << 40;

    @Mixin private final TransferOptions transfer = new TransferOptions();

    @Option(
            names = "--ttl",
            paramLabel = "SECONDS",
            description = "How long the file is kept (default: the node's, 30 days).")
    private @Nullable Long ttl;

    @Option(
            names = "--no-encrypt",
            description = "Store the bytes as they are, for everybody who knows the identifier.")
    private boolean plain;

    @Option(
            names = "--resumable-from",
            paramLabel = "MIB",
            description =
                    "Files of so many MiB and more go segment by segment, so that an interruption"
                            + " costs one segment at most (default: ${DEFAULT-VALUE}).",
            defaultValue = "65")
    private long resumableMebibytes = 65;

    @Option(names = "--encrypt", hidden = true, description = "Accepted; this is the default.")
    private boolean encrypt;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    TransferOptions transfer() {
        return this.transfer;
    }

    @Nullable Duration ttl() {
        if (this.ttl != null && this.ttl < 1) {
            throw usage("--ttl must be at least one second.");
        }
        return this.ttl == null ? null : Duration.ofSeconds(this.ttl);
    }

    /** Bytes from which a file is sent so that it can be resumed. */
    long resumableBytes() {
        if (this.resumableMebibytes < 0 || this.resumableMebibytes > MOST_MEBIBYTES) {
            throw usage("--resumable-from must be a number of MiB, 0 or more.");
        }
        return this.resumableMebibytes << 20;
    }

    boolean encrypts() {
        if (this.plain && this.encrypt) {
            throw usage("--encrypt and --no-encrypt contradict each other.");
        }
        return !this.plain;
    }

    CommandSpec spec() {
        return this.spec;
    }

    ParameterException usage(String sentence) {
        return new ParameterException(this.spec.commandLine(), sentence);
    }
}
