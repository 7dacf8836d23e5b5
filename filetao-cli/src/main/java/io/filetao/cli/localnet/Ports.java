package io.filetao.cli.localnet;

import io.filetao.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of the loopback address, or consecutive ones from a base. */
final class Ports {

    /**
     * Ports that systems seldom hand out to connections that go out (from 32768 on Linux, from 49152 elsewhere): one of those could take
     * a port between its choice here and its use by a node.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    /**
     * As many ports as asked for, all different.
     *
     * @param base the first of them, 0 for any that are free
     */
    static List<Integer> choose(int count, int base) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(base == 0 ? openAny() : open(base + i));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(Ports::close);
        }
    }

    private static ServerSocket openAny() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (IOException taken) {
                // Another one is free.
            }
        }
        return open(0);
    }

    private static ServerSocket open(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException | IllegalArgumentException taken) {
            throw new CommandException(
                    "Port " + port + " is taken; choose another --port-base.", taken);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // A probe that cannot be closed changes nothing.
        }
    }
}
