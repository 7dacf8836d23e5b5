package io.filetao.common.client;

import io.filetao.common.chain.Metagraph;
import io.filetao.common.cid.Cid;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stores data for a wallet, encrypted unless told otherwise, at a validator's API node that the metagraph leads to or that is named.
 *
 * <pre>{@code
 * StoreUserApi store = new StoreUserApi(wallet, PasswordSource.NONE);
 * StoredData stored = store.store("The quick brown fox", metagraph, UserOptions.DEFAULTS.ttl(Duration.ofDays(7)));
 * }</pre>
 *
 * <p>Streams of any length pass through a temporary file; large ones are sent segment by segment, so that a connection that breaks
 * costs one segment at most. Safe for use by several threads.
 */
public final class StoreUserApi {

    private static final String ANY_BYTES = "application/octet-stream";

    private final UserSession session;

    /**
     * @param wallet whose hotkey signs and for whose coldkey is encrypted
     * @param passwords asked when one of its keyfiles is encrypted
     */
    public StoreUserApi(Wallet wallet, PasswordSource passwords) {
        this.session = new UserSession(wallet, passwords);
    }

    /** Stores a text in the options' encoding. */
    public StoredData store(String text, Metagraph metagraph, UserOptions options)
            throws IOException {
        return store(text.getBytes(options.encoding()), metagraph, options);
    }

    /** Stores bytes. */
    public StoredData store(byte[] data, Metagraph metagraph, UserOptions options)
            throws IOException {
        return store(new ByteArrayInputStream(data), metagraph, options);
    }

    /**
     * Stores a stream to its end; it is not closed.
     *
     * @throws FiletaoClientException when no node is found or it refuses; nothing is stored then
     */
    public StoredData store(InputStream data, Metagraph metagraph, UserOptions options)
            throws IOException {
        return store(
                data,
                new ApiNodes(new AddressPolicy(options.allowPrivate()))
                        .find(metagraph, options.uid()),
                options);
    }

    /** Stores a stream at the given node. */
    public StoredData store(InputStream data, ApiNode node, UserOptions options)
            throws IOException {
        Path directory = Files.createTempDirectory("filetao-store");
        try (FiletaoClient client = this.session.client(node, options);
                FileSpool.Entry entry = spool(directory, data, options)) {
            StoredFile stored =
                    Files.size(entry.spooled().bytes()) < FiletaoClient.RESUMABLE_BYTES
                            ? client.store(entry.upload(), options.progress())
                            : client.storeResumably(
                                    entry.upload(), UploadPlace.inMemory(), options.progress());
            return new StoredData(Cid.decode(stored.cid()), addresses(stored.hotkeys()));
        } finally {
            remove(directory);
        }
    }

    private FileSpool.Entry spool(Path directory, InputStream data, UserOptions options)
            throws IOException {
        FileSpool.Request request =
                new FileSpool.Request(
                        null,
                        options.name(),
                        ANY_BYTES,
                        this.session.coldkey().address().value(),
                        options.ttl());
        FileSpool spool = new FileSpool(directory);
        return options.encrypt()
                ? spool.encrypt(data, request, this.session.coldkey().secretKey(), Progress.NONE)
                : spool.copy(data, request, Progress.NONE);
    }

    private static List<Ss58Address> addresses(List<String> hotkeys) {
        return hotkeys.stream().map(Ss58Address::new).toList();
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
