package io.filetao.miner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a node on which requests arrive and answers do not: the connection is cut when the first byte of one comes back. */
final class LossyProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger lost = new AtomicInteger();

    private LossyProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.threads.execute(this::accept);
    }

    static LossyProxy before(int port) throws IOException {
        return new LossyProxy(port);
    }

    int port() {
        return this.server.getLocalPort();
    }

    /** Answers that did not arrive. */
    int lost() {
        return this.lost.get();
    }

    private void accept() {
        while (!this.server.isClosed()) {
            try {
                Socket client = this.server.accept();
                this.threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket node = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
            this.threads.execute(() -> forward(client, node));
            if (node.getInputStream().read() >= 0) {
                this.lost.incrementAndGet();
            }
        } catch (IOException broken) {
            // That is what it is for.
        }
    }

    private static void forward(Socket client, Socket node) {
        try {
            InputStream in = client.getInputStream();
            OutputStream out = node.getOutputStream();
            in.transferTo(out);
        } catch (IOException cut) {
            // Both ends are closed by whoever reads the answer.
        }
    }

    @Override
    public void close() throws IOException {
        this.server.close();
        this.threads.shutdownNow();
    }
}
