package io.filetao.cli.localnet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code localnet.json} says, so that scripts find everything; it is there only while the network is ready.
 *
 * @param pid process of the network
 * @param token bearer token with all scopes
 * @param redis address of the Redis server with its password
 */
record LocalNetworkFile(
        long pid,
        String api,
        String dashboard,
        String validator,
        String chain,
        String token,
        String walletPath,
        String walletName,
        String walletHotkey,
        String redis,
        List<Miner> miners) {

    static final String NAME = "localnet.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Puts the file in place whole; only its owner can read it. */
    void writeTo(Path directory) throws IOException {
        Path fresh = Files.createTempFile(directory, NAME, ".tmp");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(fresh, JSON.writeValueAsString(this) + "\n");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                fresh,
                directory.resolve(NAME),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what a network that is gone, or goes, has left. */
    static void removeFrom(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
    }

    /** One miner of the network. */
    record Miner(int uid, String hotkey, String url, String directory, long pid) {}
}
