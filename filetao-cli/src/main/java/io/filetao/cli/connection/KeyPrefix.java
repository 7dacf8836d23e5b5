package io.filetao.cli.connection;

import picocli.CommandLine.Option;

/** What the keys of one node begin with. */
public final class KeyPrefix {

    @Option(
            names = {"--database.prefix", "--filetao.redis.prefix"},
            paramLabel = "PREFIX",
            defaultValue = "filetao:",
            description = "What the node's keys begin with (default: ${DEFAULT-VALUE}).")
    private String prefix = "filetao:";

    @Override
    public String toString() {
        return this.prefix;
    }
}
