package io.filetao.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Ends this program when the one that started it is gone, also by kill -9: the parent holds the other end of standard input,
 * and the system closes it for the dead.
 */
public final class ParentWatch {

    /** System property that asks for the watch. */
    public static final String PROPERTY = "filetao.parent-watch";

    private static final long GRACE_SECONDS = 10;

    private ParentWatch() {}

    /** Starts watching if the system property {@value #PROPERTY} is true. */
    public static void startIfAsked() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::watch);
        }
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; only the end counts.
            }
        } catch (IOException broken) {
            // As good as the end.
        }
        Thread.ofPlatform().daemon().name("parent-watch-exit").start(() -> System.exit(0));
        try {
            TimeUnit.SECONDS.sleep(GRACE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
