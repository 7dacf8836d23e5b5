package io.filetao.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where standard error goes. */
final class StandardError {

    private StandardError() {}

    /** Whether a line on it can be drawn again: it is a terminal, and not one that only appends. */
    static boolean canRedraw() {
        String kind = System.getenv("TERM");
        return kind != null && !kind.equals("dumb") && isTerminal();
    }

    /**
     * Whether it is a terminal. {@link System#console()} cannot tell: it looks at standard input and output, and a command whose
     * result is piped on still has its progress on the terminal.
     */
    private static boolean isTerminal() {
        Path device = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(device).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return System.console() != null && System.console().isTerminal();
        }
    }
}
