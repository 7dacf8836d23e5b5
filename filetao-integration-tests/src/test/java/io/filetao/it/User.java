package io.filetao.it;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person who stores and retrieves encrypted files over the API. */
final class User implements AutoCloseable {

    private final FiletaoClient client;
    private final Keypair coldkey;
    private final Path spool;

    User(LocalNetwork network) {
        Wallet wallet = network.userWallet();
        this.coldkey = wallet.unlockColdkey(PasswordSource.NONE);
        this.spool = network.directory().resolve("user-spool");
        this.client =
                FiletaoClient.builder(network.api())
                        .token(network.token())
                        .identity(
                                new Identity(
                                        wallet.hotkey(),
                                        wallet.certify(this.coldkey, Instant.now()).encode()))
                        .build();
    }

    Cid store(Path file) throws IOException {
        return store(file, null);
    }

    /**
     * @param ttl how long it is kept, null for as long as the API keeps what says nothing
     */
    Cid store(Path file, @Nullable Duration ttl) throws IOException {
        FileSpool.Request request =
                new FileSpool.Request(
                        null,
                        file.getFileName().toString(),
                        "application/octet-stream",
                        this.coldkey.address().value(),
                        ttl);
        try (InputStream plain = Files.newInputStream(file);
                FileSpool.Entry entry =
                        new FileSpool(this.spool)
                                .encrypt(plain, request, this.coldkey.secretKey(), Progress.NONE)) {
            Cid cid = Cid.decode(this.client.store(entry.upload(), Progress.NONE).cid());
            entry.remove();
            return cid;
        }
    }

    void retrieve(Cid cid, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            FileDownload.open(this.client, cid, this.coldkey::secretKey)
                    .writeTo(out, Progress.NONE);
        }
    }

    void delete(Cid cid) throws IOException {
        this.client.delete(cid);
    }

    FileHealthReport health(Cid cid) throws IOException {
        return this.client.health(cid);
    }

    @Override
    public void close() {
        this.client.close();
    }
}
