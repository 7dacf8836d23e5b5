package io.filetao.cli.verify;

import io.filetao.cli.CommandException;
import io.filetao.cli.output.FileProblems;
import io.filetao.cli.output.Json;
import io.filetao.common.cid.Cid;
import io.filetao.common.cid.InvalidCidException;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ProofBundle;
import io.filetao.common.wallet.Ss58Address;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a proof bundle with nothing but the bundle. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Check a proof bundle offline: signatures, receipts, chains of challenges, commitments"
                    + " and Merkle paths.",
            "Accepted is a bundle that is genuine and in which every segment has enough proven"
                    + " shards."
        },
        footer = {
            "",
            "That answers fitted the secret tags and came in time is the validator's signed word:",
            "name the hotkeys that you trust. Exit codes: 0 accepted, 1 not.",
            "Example: filetao file prove bafkrei… -o - | filetao verify - --validator 5F…"
        })
public final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "BUNDLE", description = "File of the bundle, or - for standard input.")
    private String bundle = "";

    @Option(
            names = "--cid",
            paramLabel = "CID",
            description = "Accept only a bundle about this file.")
    private @Nullable String cid;

    @Option(
            names = "--validator",
            paramLabel = "HOTKEY",
            split = ",",
            description = "Accept only the word of one of these validators.")
    private List<String> validators = List.of();

    @Option(
            names = "--miner",
            paramLabel = "HOTKEY",
            split = ",",
            description = "Count only shards of these miners.")
    private List<String> miners = List.of();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Trust trust = new Trust(file(), hotkeys(this.validators), hotkeys(this.miners));
        Findings findings = check(read(), trust);
        PrintWriter out = this.spec.commandLine().getOut();
        if (this.json) {
            Json.print(out, findings);
        } else {
            findings.print(out);
        }
        return findings.accepted() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Findings check(byte[] bytes, Trust trust) {
        try {
            return Findings.of(ProofBundle.decode(ByteBuffer.wrap(bytes)), trust);
        } catch (MalformedMessageException garbage) {
            return Findings.unreadable(String.valueOf(garbage.getMessage()));
        }
    }

    private byte[] read() throws Exception {
        if (this.bundle.equals("-")) {
            return bounded(new FileInputStream(FileDescriptor.in));
        }
        Path path = Path.of(this.bundle);
        try (InputStream in = Files.newInputStream(path)) {
            return bounded(in);
        } catch (IOException refused) {
            throw FileProblems.reading(path, refused);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes((int) ProofBundle.MAX_BYTES + 1);
        if (bytes.length > ProofBundle.MAX_BYTES) {
            throw new CommandException(
                    "The input is longer than a proof bundle can be; name a file that 'filetao file"
                            + " prove' wrote.");
        }
        return bytes;
    }

    private @Nullable Cid file() {
        try {
            return this.cid == null ? null : Cid.decode(this.cid);
        } catch (InvalidCidException other) {
            throw new ParameterException(this.spec.commandLine(), other.getMessage() + ".");
        }
    }

    private Set<Ss58Address> hotkeys(List<String> texts) {
        Set<Ss58Address> hotkeys = new HashSet<>();
        for (String text : texts) {
            try {
                hotkeys.add(new Ss58Address(text.strip()));
            } catch (IllegalArgumentException mistyped) {
                throw new ParameterException(
                        this.spec.commandLine(), "'" + text + "' is no hotkey's SS58 address.");
            }
        }
        return hotkeys;
    }

    /**
     * Whose word counts.
     *
     * @param file the only one that the bundle may be about; null for any
     * @param validators empty for any
     * @param miners empty for any
     */
    record Trust(@Nullable Cid file, Set<Ss58Address> validators, Set<Ss58Address> miners) {}
}
