package io.filetao.cli.file;

import io.filetao.cli.connection.Connection;
import io.filetao.cli.connection.ConnectionOptions;
import io.filetao.cli.output.FileProblems;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.AtomicFile;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.client.ProofReport;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gets the proof bundle of a file. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Get the proofs that the network holds a file, as a bundle that 'filetao verify' checks"
                    + " offline.",
            "Miners that show nothing are named on standard error."
        },
        footer = {"", "Example: filetao file prove bafkrei… -o notes.proof"})
public final class FileProveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CID", description = "Identifier that the upload printed.")
    private String cid = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it, or - for standard output (default: CID.proof).")
    private @Nullable String output;

    @Option(
            names = {"-f", "--force"},
            description = "Replace a file of the same name.")
    private boolean force;

    @Mixin private final ConnectionOptions connectionOptions = new ConnectionOptions();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Cid known = Cids.of(this.spec, this.cid);
        try (Connection connection = this.connectionOptions.open()) {
            FiletaoClient client = connection.client();
            if ("-".equals(this.output)) {
                OutputStream out = new FileOutputStream(FileDescriptor.out);
                report(client.proof(known, out));
                out.flush();
            } else {
                Path path = Path.of(this.output == null ? known + ".proof" : this.output);
                report(toFile(client, known, path));
                this.spec.commandLine().getOut().println(path);
                this.spec.commandLine().getOut().flush();
            }
        }
        return ExitCode.OK;
    }

    private ProofReport toFile(FiletaoClient client, Cid known, Path path) throws Exception {
        try (AtomicFile fresh = AtomicFile.create(path, this.force)) {
            ProofReport report = client.proof(known, fresh.stream());
            fresh.commit();
            return report;
        } catch (FiletaoClientException failed) {
            throw failed;
        } catch (IOException refused) {
            throw FileProblems.writing(path, refused);
        }
    }

    private void report(ProofReport report) {
        PrintWriter err = this.spec.commandLine().getErr();
        for (ProofReport.LeftOut miner : report.leftOut()) {
            err.println(
                    "left out: %d of the shards, of miner %s: %s"
                            .formatted(miner.shards(), miner.hotkey(), miner.reason()));
        }
        err.flush();
    }
}
