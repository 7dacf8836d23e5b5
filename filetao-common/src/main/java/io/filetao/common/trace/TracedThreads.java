package io.filetao.common.trace;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that go on with what the thread that starts them is doing: what they observe belongs to the same trace, and what
 * they log carries its id. Where nothing is observed they are virtual threads like any other.
 */
public final class TracedThreads {

    /** Which registry is asked does not matter: what a thread is doing is known to all of them. */
    private static final ObservationRegistry ANY = ObservationRegistry.create();

    private TracedThreads() {}

    /** A thread for each task. */
    public static ExecutorService newExecutor() {
        return Executors.newThreadPerTaskExecutor(factory(Thread.ofVirtual().factory()));
    }

    /** Threads of the given name followed by a number. */
    public static ThreadFactory named(String prefix) {
        return factory(Thread.ofVirtual().name(prefix, 0).factory());
    }

    /** A thread of this name, not yet started. */
    public static Thread unstarted(String name, Runnable task) {
        return Thread.ofVirtual()
                .name(name)
                .unstarted(continued(ANY.getCurrentObservation(), task));
    }

    /** Does a task as part of what is observed; null for nothing. */
    public static <T> T within(@Nullable Observation observation, Callable<T> task)
            throws Exception {
        if (observation == null) {
            return task.call();
        }
        try (Observation.Scope _ = observation.openScope()) {
            return task.call();
        }
    }

    /** The task as part of what is observed; null for nothing. */
    public static Runnable continued(@Nullable Observation observation, Runnable task) {
        if (observation == null) {
            return task;
        }
        return () -> {
            try (Observation.Scope _ = observation.openScope()) {
                task.run();
            }
        };
    }

    private static ThreadFactory factory(ThreadFactory threads) {
        return task -> threads.newThread(continued(ANY.getCurrentObservation(), task));
    }
}
