package io.filetao.cli.retrieve;

import io.filetao.cli.CommandException;
import io.filetao.cli.connection.Connection;
import io.filetao.cli.filelist.LocalFile;
import io.filetao.cli.output.FileProblems;
import io.filetao.cli.output.Json;
import io.filetao.cli.output.ProgressBar;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.AtomicFile;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FileNames;
import io.filetao.common.client.FileSpool;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.FiletaoClientException;
import io.filetao.common.crypto.Hash;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Brings one file back, decrypted and verified, under its name or not at all. */
final class Download {

    private final DownloadOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    Download(DownloadOptions options) {
        this.options = options;
        this.out = options.spec().commandLine().getOut();
        this.err = options.spec().commandLine().getErr();
    }

    /** Writes a file where {@code place} says; what is there is replaced only if that says so. */
    void run(String identifier, Place place) throws Exception {
        this.options.check();
        Cid cid = this.options.cid(identifier);
        try (Connection connection = this.options.transfer().connect()) {
            FiletaoClient client = connection.client();
            this.options.transfer().checkStake(client);
            FileDownload offered =
                    this.options.raw()
                            ? FileDownload.raw(client, cid)
                            : FileDownload.open(client, cid, connection::coldkeySecret);
            Optional<LocalFile> listed =
                    this.options
                            .transfer()
                            .files()
                            .find(connection.wallet().name(), cid.toString());
            FileDownload file = this.options.verify() ? verified(offered, cid, listed) : offered;
            Destination destination = place.of(name(file, cid, listed));
            switch (destination) {
                case Destination.StandardOutput _ -> toStream(file, standardOutput());
                case Destination.Device device -> toDevice(file, device.path());
                case Destination.Plain plain -> {
                    toFile(cid, file, plain);
                    print(cid, file, plain.path());
                }
            }
        }
    }

    /** The same file, of which nothing unproven will be written. */
    private FileDownload verified(FileDownload file, Cid cid, Optional<LocalFile> listed)
            throws FiletaoClientException {
        if (file.isVerified()) {
            return file;
        }
        if (!this.options.raw() && listed.map(LocalFile::encrypted).orElse(false)) {
            throw new CommandException(
                    "The node offers the file %s without what decrypts it; ask another API node."
                            .formatted(cid));
        }
        Hash root = this.options.contentRoot();
        if (root == null) {
            root =
                    listed.map(LocalFile::contentRoot)
                            .map(Hash::ofHex)
                            .orElseThrow(() ->
                                    new CommandException(
                                            "This machine did not store %s and has no content root to verify it by; give it with --content-root."
                                                    .formatted(cid)));
        }
        return file.verifiedBy(root);
    }

    private static String name(FileDownload file, Cid cid, Optional<LocalFile> listed) {
        String known = file.name();
        if (known == null) {
            known = listed.map(LocalFile::name).orElse(null);
        }
        return FileNames.safe(known, cid.toString());
    }

    private void toFile(Cid cid, FileDownload file, Destination.Plain target) throws Exception {
        try (AtomicFile fresh = begin(cid, file, target)) {
            try {
                copy(file, fresh.stream(), fresh.length());
            } catch (FiletaoClientException broken) {
                throw broken;
            } catch (IOException refused) {
                fresh.discard();
                throw refused;
            }
            fresh.commit();
        } catch (FiletaoClientException failed) {
            throw failed;
        } catch (IOException refused) {
            throw FileProblems.writing(target.path(), refused);
        }
    }

    /**
     * Of a whole file whose blocks are verified every byte that arrived is right, so that an interrupted command's bytes are kept and the next
     * one goes on behind them.
     */
    private AtomicFile begin(Cid cid, FileDownload file, Destination.Plain target)
            throws IOException {
        if (!file.isVerified() || this.options.raw() || this.options.isRanged()) {
            return AtomicFile.create(target.path(), target.replace());
        }
        Path spool = FileSpool.directory(this.options.transfer().spool());
        AtomicFile resumed =
                AtomicFile.resume(target.path(), target.replace(), spool.resolve(cid + ".part"));
        if (resumed.length() > file.size()) {
            resumed.truncate();
        }
        return resumed;
    }

    private void toDevice(FileDownload file, Path device) throws Exception {
        try (OutputStream stream = Files.newOutputStream(device)) {
            toStream(file, stream);
        } catch (IOException refused) {
            throw FileProblems.writing(device, refused);
        }
    }

    private void toStream(FileDownload file, OutputStream stream) throws IOException {
        copy(file, stream, 0);
        stream.flush();
    }

    private void copy(FileDownload file, OutputStream stream, long there) throws IOException {
        long[] range = this.options.range(file.size());
        String label = file.name() == null ? "file" : FileNames.printable(file.name());
        try (ProgressBar bar = ProgressBar.on(this.err, label, this.options.transfer().quiet())) {
            file.writeTo(stream, range[0] + there, range[1], bar);
        }
    }

    private static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    private void print(Cid cid, FileDownload file, Path path) {
        if (!this.options.transfer().json()) {
            this.out.println(path);
            this.out.flush();
            return;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("cid", cid.toString());
        result.put("file", path.toString());
        result.put("size", file.size());
        result.put("encrypted", file.isEncrypted());
        result.put("verified", file.isVerified());
        Json.print(this.out, result);
    }

    /** Decides where a file goes, given the name it was stored under. */
    @FunctionalInterface
    interface Place {

        Destination of(String name) throws IOException;
    }
}
