package io.filetao.cli.retrieve;

import io.filetao.cli.connection.TransferOptions;
import io.filetao.common.cid.Cid;
import io.filetao.common.cid.InvalidCidException;
import io.filetao.common.crypto.Hash;
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

    @Option(
            names = "--verify",
            description = {
                "Write no block that is not proven to be the file's: of a file stored as sent each"
                        + " is checked against its content root.",
                "An encrypted file is always verified."
            })
    private boolean verify;

    @Option(
            names = "--content-root",
            paramLabel = "HEX",
            description =
                    "Content root to verify by (default: the one in this machine's list of stored"
                            + " files).")
    private @Nullable String contentRoot;

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
        if (this.contentRoot != null && !this.contentRoot.matches("[0-9a-fA-F]{64}")) {
            throw usage("--content-root has 64 hexadecimal digits, as put --json shows them.");
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

    /** Whether every block is to be proven. */
    boolean verify() {
        return this.verify || this.contentRoot != null;
    }

    /** The content root that was given, null when the machine's list is to be asked. */
    @Nullable Hash contentRoot() {
        return this.contentRoot == null ? null : Hash.ofHex(this.contentRoot);
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
