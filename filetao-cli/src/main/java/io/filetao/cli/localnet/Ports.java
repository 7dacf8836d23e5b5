package io.filetao.cli.localnet;

import io.filetao.cli.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Free ports of the loopback address, or consecutive ones from a base. */
final class Ports {

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
                held.add(open(base == 0 ? 0 : base + i));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(Ports::close);
        }
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
