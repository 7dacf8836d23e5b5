package io.filetao.api.web;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The hop from the event loops, which only move buffers, to virtual threads, on which everything else is plain blocking code.
 */
@Component
public final class Blocking implements DisposableBean {

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());

    /**
     * Runs a task on a virtual thread of its own. A receiver that goes away does not stop the task: it hears of that from the
     * body that it reads or writes, and one that has nothing more to read runs to its end.
     */
    public <T> Mono<T> call(Callable<T> task) {
        return Mono.defer(() ->
                Mono.fromFuture(
                        CompletableFuture.supplyAsync(() -> unchecked(task), this.threads), true));
    }

    /** One virtual thread per task. */
    public Executor threads() {
        return this.threads;
    }

    @Override
    public void destroy() {
        this.threads.shutdownNow();
    }

    private static <T> T unchecked(Callable<T> task) {
        try {
            return task.call();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new CompletionException(failed);
        }
    }
}
