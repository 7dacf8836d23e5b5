package io.filetao.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leads one connection after the other to the next of several nodes, counts what is sent to them, and can end everything at a chosen
 * byte.
 */
final class RoundRobinProxy implements AutoCloseable {

    private static final int BUFFER = 16 << 10;

    private final ServerSocket server;
    private final List<URI> nodes;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final Object gate = new Object();
    private long stop = Long.MAX_VALUE;
    private Runnable onStop = () -> {};

    RoundRobinProxy(List<URI> nodes) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.nodes = nodes;
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
    }

    /** Bytes that were passed on to the nodes. */
    long sent() {
        return this.sent.get();
    }

    /** Once so many more bytes were passed on, does something, with all connections cut in the same moment. */
    void stopAfter(long bytes, Runnable action) {
        synchronized (this.gate) {
            this.stop = this.sent.get() + bytes;
            this.onStop = action;
        }
    }

    private void accept() {
        for (int connection = 0; !this.server.isClosed(); connection++) {
            try {
                Socket client = this.server.accept();
                URI target = this.nodes.get(connection % this.nodes.size());
                Thread.ofVirtual().start(() -> lead(client, target));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void lead(Socket client, URI target) {
        try {
            Socket node = new Socket(target.getHost(), target.getPort());
            this.open.add(client);
            this.open.add(node);
            Thread.ofVirtual().start(() -> copy(node, client, false));
            copy(client, node, true);
        } catch (IOException nobodyThere) {
            close(client);
        }
    }

    private void copy(Socket from, Socket to, boolean counted) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = in.read(buffer)) >= 0; ) {
                if (counted && isStopped(count)) {
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // One end has gone; closing both is all that is left.
        } finally {
            close(from);
            close(to);
        }
    }

    private boolean isStopped(int count) {
        synchronized (this.gate) {
            if (this.sent.addAndGet(count) < this.stop) {
                return false;
            }
            this.sent.addAndGet(-count);
            this.stop = Long.MAX_VALUE;
            this.onStop.run();
            this.open.forEach(RoundRobinProxy::close);
            this.open.clear();
            return true;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing more is wanted from it.
        }
    }

    @Override
    public void close() throws IOException {
        this.server.close();
        this.open.forEach(RoundRobinProxy::close);
    }
}
