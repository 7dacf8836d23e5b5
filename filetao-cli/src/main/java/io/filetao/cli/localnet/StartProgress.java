package io.filetao.cli.localnet;

import io.filetao.cli.output.Style;
import java.io.PrintWriter;

/** One line that counts the nodes as they become ready; on a terminal it is rewritten in place, elsewhere it is silent. */
public final class StartProgress implements AutoCloseable {

    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private final int total;
    private int ready;

    /**
     * Shows that nothing is ready yet.
     *
     * @param total nodes in all
     */
    public StartProgress(PrintWriter out, int total) {
        this.out = out;
        this.total = total;
        show();
    }

    /** One more is ready. */
    public synchronized void ready(String node) {
        this.ready++;
        show();
    }

    @Override
    public synchronized void close() {
        if (Style.isTerminal()) {
            this.out.print(ERASE_LINE);
            this.out.flush();
        }
    }

    private void show() {
        if (Style.isTerminal()) {
            this.out.print(
                    ERASE_LINE
                            + "Starting the network: "
                            + this.ready
                            + " of "
                            + this.total
                            + " nodes");
            this.out.flush();
        }
    }
}
