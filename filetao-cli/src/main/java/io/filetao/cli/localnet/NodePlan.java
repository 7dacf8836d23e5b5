package io.filetao.cli.localnet;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything needed to start one node, and to start it again.
 *
 * @param name unique in the network, such as {@code miner-3}
 * @param port that it serves on
 * @param directory of its own
 * @param properties of its program
 * @param secrets properties that must not be seen in a list of processes
 */
record NodePlan(
        Role role,
        String name,
        int port,
        Path directory,
        Map<String, Object> properties,
        Map<String, Object> secrets) {

    URI url() {
        return URI.create("http://127.0.0.1:" + this.port);
    }

    Path log() {
        return this.directory.resolve(this.name + ".log");
    }
}
