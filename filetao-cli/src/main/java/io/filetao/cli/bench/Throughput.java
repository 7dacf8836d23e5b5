package io.filetao.cli.bench;

import io.filetao.cli.CommandException;
import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FileSpool;
import io.filetao.common.client.FiletaoClient;
import io.filetao.common.client.Identity;
import io.filetao.common.client.Progress;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Wallet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * One file there and back, encrypted, over HTTP, as {@code put} and {@code get} do it.
 *
 * @param put seconds until the network has acknowledged the file
 * @param encrypt seconds of these that went into the spool, before anything was sent
 * @param get seconds until the file was back
 */
record Throughput(double put, double encrypt, double get) {

    /** Stores a file and brings it back; what came back was compared. */
    static Throughput measure(LocalNetwork network, Path file, Path directory) throws IOException {
        Wallet wallet = network.userWallet();
        Keypair coldkey = wallet.unlockColdkey(PasswordSource.NONE);
        String certificate = wallet.certify(coldkey, Instant.now()).encode();
        try (FiletaoClient client =
                FiletaoClient.builder(network.api())
                        .token(network.token())
                        .identity(new Identity(wallet.hotkey(), certificate))
                        .build()) {
            FileSpool spool = new FileSpool(directory.resolve("spool"));
            long began = System.nanoTime();
            double encrypted;
            Cid cid;
            try (InputStream plain = new BufferedInputStream(Files.newInputStream(file));
                    FileSpool.Entry entry =
                            spool.encrypt(
                                    plain,
                                    request(file, coldkey),
                                    coldkey.secretKey(),
                                    Progress.NONE)) {
                encrypted = UnavoidableWork.secondsSince(began);
                cid = Cid.decode(client.store(entry.upload(), Progress.NONE).cid());
                entry.remove();
            }
            double put = UnavoidableWork.secondsSince(began);
            Path back = directory.resolve("back");
            began = System.nanoTime();
            try (OutputStream out = Files.newOutputStream(back)) {
                FileDownload.open(client, cid, coldkey::secretKey).writeTo(out, Progress.NONE);
            }
            double get = UnavoidableWork.secondsSince(began);
            if (Files.mismatch(file, back) >= 0) {
                throw new CommandException("The file came back changed; please report this.");
            }
            Files.delete(back);
            return new Throughput(put, encrypted, get);
        }
    }

    private static FileSpool.Request request(Path file, Keypair coldkey) {
        return new FileSpool.Request(
                null,
                String.valueOf(file.getFileName()),
                "application/octet-stream",
                coldkey.address().value(),
                null);
    }
}
