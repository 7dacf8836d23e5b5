package io.filetao.cli.demo;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.common.cid.Cid;
import io.filetao.common.client.FileDownload;
import io.filetao.common.client.FileHealthReport;
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

/** The person of the demo: encrypts, stores, asks and retrieves over the API like everybody else. */
final class DemoUser implements AutoCloseable {

    private final FiletaoClient client;
    private final FileSpool spool;
    private final Keypair coldkey;

    DemoUser(LocalNetwork network) throws IOException {
        Wallet wallet = network.userWallet();
        this.coldkey = wallet.unlockColdkey(PasswordSource.NONE);
        String certificate = wallet.certify(this.coldkey, Instant.now()).encode();
        this.client =
                FiletaoClient.builder(network.api())
                        .token(network.token())
                        .identity(new Identity(wallet.hotkey(), certificate))
                        .build();
        this.spool = new FileSpool(network.directory().resolve("spool"));
    }

    /** Encrypts a file and stores it. */
    StoredSample store(Path file) throws IOException {
        FileSpool.Request request =
                new FileSpool.Request(
                        null,
                        String.valueOf(file.getFileName()),
                        "application/octet-stream",
                        this.coldkey.address().value(),
                        null);
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file));
                FileSpool.Entry entry =
                        this.spool.encrypt(
                                plain, request, this.coldkey.secretKey(), Progress.NONE)) {
            Cid cid = Cid.decode(this.client.store(entry.upload(), Progress.NONE).cid());
            entry.remove();
            return new StoredSample(file, Files.size(file), Sample.sha256(file), cid);
        }
    }

    /** Retrieves a file and decrypts it. */
    void retrieve(Cid cid, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            FileDownload.open(this.client, cid, this.coldkey::secretKey)
                    .writeTo(out, Progress.NONE);
        }
    }

    /** Who holds which shard, and how well the file stands. */
    FileHealthReport health(Cid cid) throws IOException {
        return this.client.health(cid);
    }

    @Override
    public void close() {
        this.client.close();
    }
}
