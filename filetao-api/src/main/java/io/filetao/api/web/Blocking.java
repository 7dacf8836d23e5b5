package io.filetao.api.web;

import io.filetao.common.protocol.axon.RequestObservations;
import io.filetao.common.trace.TracedThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The hop from the event loops, which only move buffers, to virtual threads, on which everything else is plain blocking code.
 */
@Component
public final class Blocking implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Blocking.class);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());

    /**
     * Runs a task on a virtual thread of its own. A receiver that goes away does not stop the task: it hears of that from the
     * body that it reads or writes, and one that has nothing more to read runs to its end.
     */
    public <T> Mono<T> call(Callable<T> task) {
        return Mono.deferContextual(context -> {
            AtomicBoolean gone = new AtomicBoolean();
            CompletableFuture<T> result = new CompletableFuture<>();
            this.threads.execute(
                    TracedThreads.continued(
                            RequestObservations.of(context), () -> run(task, result, gone)));
            return Mono.fromFuture(result, true).doOnCancel(() -> gone.set(true));
        });
    }

    /** One virtual thread per task. */
    public Executor threads() {
        return this.threads;
    }

    @Override
    public void destroy() {
        this.threads.shutdownNow();
    }

    private static <T> void run(Callable<T> task, CompletableFuture<T> result, AtomicBoolean gone) {
        try {
            result.complete(task.call());
        } catch (Throwable failed) {
            // A receiver that hangs up is no error of this node, and nobody is left to be told.
            LOG.debug("A task failed", failed);
            result.completeExceptionally(
                    gone.get() ? new CancellationException("The receiver went away") : failed);
        }
    }
}
