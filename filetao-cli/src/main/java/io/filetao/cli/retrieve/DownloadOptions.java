package io.filetao.cli.retrieve;

import io.filetao.cli.connection.TransferOptions;
import io.filetao.common.cid.Cid;
import io.filetao.common.cid.InvalidCidException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How files are brought back; shared by both spellings of the command. */
final class DownloadOptions {

    @Mixin private final TransferOptions transfer = new TransferOptions();

    @Option(
            names = "--range",
            paramLabel = "FROM-TO",
            description = "Only these bytes, the first and the last included; TO may be left out.")
    private @Nullable String range;

    @Option(names = "--raw", description = "The bytes as they are stored, not decrypted.")
    private boolean raw;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    TransferOptions transfer() {
        return this.transfer;
    }

    /** Whether only a part of the file is wanted. */
    boolean isRanged() {
        return this.range != null;
    }

    /** Refuses what is wrong whatever the file is. */
    void check() {
        if (this.range != null && !this.range.matches("\\d{1,18}-\\d{0,18}")) {
            throw usage("--range is FROM-TO, for instance 0-99 or 100-.");
        }
    }

    /** The first byte and the byte after the last, for a file of the given size. */
    long[] range(long size) {
        if (this.range == null) {
            return new long[] {0, size};
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
