package io.filetao.cli.admin;

import io.filetao.cli.CommandException;
import io.filetao.common.redis.RedisConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which redis.conf a command is about. */
final class RedisConfOption {

    @Option(
            names = {"--conf", "--redis_conf_path"},
            paramLabel = "FILE",
            defaultValue = "/etc/redis/redis.conf",
            description = "The server's settings (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("/etc/redis/redis.conf");

    Path file() {
        return this.file;
    }

    RedisConf read() {
        if (!Files.isRegularFile(this.file)) {
            throw new CommandException(
                    "There is no file "
                            + this.file
                            + "; name the server's redis.conf with --conf.");
        }
        try {
            return RedisConf.read(this.file);
        } catch (IOException failure) {
            throw new CommandException(
                    this.file + " cannot be read; run this as a user who may.", failure);
        }
    }
}
