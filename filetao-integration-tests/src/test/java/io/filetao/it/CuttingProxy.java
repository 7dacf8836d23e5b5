package io.filetao.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A bad line between a command and its API node: it ends connections, or stands still, after so many bytes one way. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final URI target;
    private final Way way;
    private final long limit;
    private final AtomicInteger cutsLeft;
    private final boolean stalls;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch reached = new CountDownLatch(1);

    /** Which bytes count. */
    enum Way {
        SENT,
        RECEIVED
    }

    private CuttingProxy(URI target, Way way, long limit, int cuts, boolean stalls)
            throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.way = way;
        this.limit = limit;
        this.cutsLeft = new AtomicInteger(cuts);
        this.stalls = stalls;
        Thread.ofVirtual().start(this::accept);
    }

    /** Ends so many connections once so many bytes have passed; later ones are left alone. */
    static CuttingProxy cutting(URI target, Way way, long bytes, int cuts) throws IOException {
        return new CuttingProxy(target, way, bytes, cuts, false);
    }

    /** Stands still for ever once so many bytes have passed. */
    static CuttingProxy stalling(URI target, Way way, long bytes) throws IOException {
        return new CuttingProxy(target, way, bytes, Integer.MAX_VALUE, true);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
    }

    /** How many more connections it would cut. */
    int cutsLeft() {
        return this.cutsLeft.get();
    }

    /** Returns once the first connection was cut or stands still. */
    void awaitLimit() throws InterruptedException {
        this.reached.await();
    }

    private void accept() {
        while (!this.server.isClosed()) {
            try {
                Socket client = this.server.accept();
                Socket node = new Socket(this.target.getHost(), this.target.getPort());
                this.open.add(client);
                this.open.add(node);
                Thread.ofVirtual().start(() -> copy(client, node, this.way == Way.SENT));
                Thread.ofVirtual().start(() -> copy(node, client, this.way == Way.RECEIVED));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            long passed = 0;
            for (int count; (count = in.read(buffer)) >= 0; ) {
                passed += count;
                if (counted && passed > this.limit && isCut()) {
                    this.reached.countDown();
                    if (this.stalls) {
                        new CountDownLatch(1).await();
                    }
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // One end has gone; closing both is all that is left.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isCut() {
        return this.cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public void close() throws IOException {
        this.server.close();
        for (Socket socket : this.open) {
            socket.close();
        }
    }
}
