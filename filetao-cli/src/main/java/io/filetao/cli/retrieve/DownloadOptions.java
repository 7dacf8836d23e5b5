package io.filetao.cli.retrieve;

import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.common.cid.Cid;
import io.filetao.common.cid.InvalidCidException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How files are brought back; shared by both spellings of the command. */
final class DownloadOptions {

    @Mixin private final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--hash_basepath",
            paramLabel = "DIR",
            defaultValue = "~/.bittensor/hashes",
            description = "Where the list of your files is kept (default: ${DEFAULT-VALUE}).")
    private String hashBasepath = "~/.bittensor/hashes";

    @Option(
            names = "--stake_limit",
            paramLabel = "TAO",
            description = "Least stake of the validator behind the node (default: none).")
    private @Nullable BigDecimal stakeLimit;

    @Option(
            names = "--range",
            paramLabel = "FROM-TO",
            description = "Only these bytes, the first and the last included; TO may be left out.")
    private @Nullable String range;

    @Option(names = "--raw", description = "The bytes as they are stored, not decrypted.")
    private boolean raw;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    ConnectionOptions connection() {
        return this.connection;
    }

    String hashBasepath() {
        return this.hashBasepath;
    }

    @Nullable BigDecimal stakeLimit() {
        return this.stakeLimit;
    }

    /** The first byte and the byte after the last, for a file of the given size. */
    long[] range(long size) {
        if (this.range == null) {
            return new long[] {0, size};
        }
        if (!this.range.matches("\\d{1,18}-\\d{0,18}")) {
            throw usage("--range is FROM-TO, for instance 0-99 or 100-.");
        }
        String[] ends = this.range.split("-", 2);
        long from = Long.parseLong(ends[0]);
        long to = ends[1].isEmpty() ? size : Math.min(size, Long.parseLong(ends[1]) + 1);
        if (from >= to) {
            throw usage(
                    "The range %s is not inside the file of %d bytes.".formatted(this.range, size));
        }
        return new long[] {from, to};
    }

    boolean raw() {
        return this.raw;
    }

    boolean json() {
        return this.json;
    }

    boolean quiet() {
        return this.quiet;
    }

    CommandSpec spec() {
        return this.spec;
    }

    Cid cid(String text) {
        try {
            return Cid.decode(text);
        } catch (InvalidCidException other) {
            throw usage(other.getMessage() + ".");
        }
    }

    ParameterException usage(String sentence) {
        return new ParameterException(this.spec.commandLine(), sentence);
    }
}
