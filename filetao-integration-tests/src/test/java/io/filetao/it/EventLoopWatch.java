package io.filetao.it;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the stacks of all event loops of this JVM again and again for what they must never do: wait, sleep, touch a file, hash or
 * encrypt. It may miss a short offence, but whatever it reports is one.
 */
final class EventLoopWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = 2_000_000;
    private static final int DEPTH = 60;
    private static final Set<String> EVENT_LOOPS =
            Set.of("reactor-http", "webflux-http", "lettuce-nioEventLoop", "lettuce-epoll");
    private static final List<String> FORBIDDEN =
            List.of(
                    "java.lang.Thread.sleep",
                    "java.lang.Thread.join",
                    "java.lang.Object.wait",
                    "java.util.concurrent.Semaphore.acquire",
                    "java.util.concurrent.CountDownLatch.await",
                    "java.util.concurrent.CompletableFuture.get",
                    "java.util.concurrent.CompletableFuture.join",
                    "java.util.concurrent.FutureTask.get",
                    "java.util.concurrent.LinkedBlockingQueue.take",
                    "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await",
                    "reactor.core.publisher.Mono.block",
                    "reactor.core.publisher.Flux.block",
                    "sun.nio.ch.FileChannelImpl.",
                    "java.io.FileInputStream.read",
                    "java.io.FileOutputStream.write",
                    "java.io.RandomAccessFile.",
                    "sun.nio.fs.UnixNativeDispatcher.",
                    "java.security.MessageDigest.update",
                    "javax.crypto.Cipher.",
                    "io.filetao.common.proof.",
                    "io.filetao.common.erasure.",
                    "io.filetao.common.crypto.Sr25519");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Set<String> offences = new ConcurrentSkipListSet<>();
    private final AtomicLong samples = new AtomicLong();
    private final Thread watcher =
            Thread.ofPlatform().name("event-loop-watch").unstarted(this::run);
    private volatile boolean stopped;

    private EventLoopWatch() {}

    static EventLoopWatch start() {
        EventLoopWatch watch = new EventLoopWatch();
        watch.watcher.start();
        return watch;
    }

    /** What was seen, with the loop and the place in the code. */
    Set<String> offences() {
        return this.offences;
    }

    /** How many stacks of event loops were looked at. */
    long samples() {
        return this.samples.get();
    }

    private void run() {
        while (!this.stopped) {
            for (ThreadInfo thread :
                    this.threads.getThreadInfo(this.threads.getAllThreadIds(), DEPTH)) {
                if (thread != null && isEventLoop(thread.getThreadName())) {
                    this.samples.incrementAndGet();
                    judge(thread);
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static boolean isEventLoop(String name) {
        return EVENT_LOOPS.stream().anyMatch(name::startsWith);
    }

    private void judge(ThreadInfo thread) {
        List<String> stack =
                Arrays.stream(thread.getStackTrace())
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .toList();
        // A class that is used for the first time is read from its jar, wherever that happens.
        if (stack.stream().anyMatch(frame -> frame.contains("ClassLoader."))) {
            return;
        }
        for (String frame : stack) {
            if (FORBIDDEN.stream().anyMatch(frame::startsWith)) {
                String ours =
                        stack.stream()
                                .filter(each -> each.startsWith("io.filetao."))
                                .findFirst()
                                .orElse("a library");
                this.offences.add(thread.getThreadName() + ": " + frame + " in " + ours);
            }
        }
    }

    @Override
    public void close() {
        this.stopped = true;
        try {
            this.watcher.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
