package io.filetao.validator.duty;

import io.filetao.common.trace.TracedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks many at once and waits for them until a common end. */
final class Together {

    private static final Logger LOG = LoggerFactory.getLogger(Together.class);

    private Together() {}

    /**
     * What each task came to, in their order; empty for one that was not ready in time, which is interrupted and not waited for, and
     * for one that failed.
     */
    static <T> List<Optional<T>> within(Duration limit, List<Callable<T>> tasks)
            throws InterruptedException {
        ExecutorService threads = TracedThreads.newExecutor();
        List<Optional<T>> outcomes = new ArrayList<>();
        try {
            for (Future<T> future :
                    threads.invokeAll(tasks, limit.toMillis(), TimeUnit.MILLISECONDS)) {
                outcomes.add(outcome(future));
            }
        } finally {
            threads.shutdownNow();
        }
        return outcomes;
    }

    private static <T> Optional<T> outcome(Future<T> future) throws InterruptedException {
        if (future.isCancelled()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(future.get());
        } catch (ExecutionException failed) {
            LOG.warn("A miner could not be asked: {}", String.valueOf(failed.getCause()));
            LOG.debug("A miner could not be asked", failed.getCause());
            return Optional.empty();
        }
    }
}
