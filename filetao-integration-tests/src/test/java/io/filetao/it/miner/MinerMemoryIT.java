package io.filetao.it.miner;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.network.Miner;
import io.filetao.common.transfer.ShardFetcher;
import io.filetao.common.transfer.StoredShard;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A miner of 128 MiB takes, proves and serves sixteen shards of 32 MiB at a time. */
class MinerMemoryIT {

    private static final int TRANSFERS = 16;
    private static final int SHARD_BYTES = 32 << 20;

    @TempDir private Path directory;

    @Test
    void minerOf128MebibytesHandlesSixteenTransfersAtATime() throws Exception {
        try (MinerProcess process = new MinerProcess(this.directory, List.of(), "128m")) {
            long start = System.nanoTime();
            List<StoredShard> stored =
                    inParallel(number ->
                            process.store(number, TRANSFERS, new Zeros(SHARD_BYTES, () -> {})));
            long storedAt = System.nanoTime();
            ShardFetcher fetcher = process.fetcher();
            inParallel(number -> {
                fetcher.fetch(
                        process.miner(),
                        stored.get(number).record(),
                        0,
                        SHARD_BYTES,
                        OutputStream.nullOutputStream());
                return number;
            });
            report(process.miner(), storedAt - start, System.nanoTime() - storedAt);
            assertThat(process.isAlive()).isTrue();
        }
    }

    private static void report(Miner miner, long storing, long fetching) throws Exception {
        double mebibytes = TRANSFERS * (double) (SHARD_BYTES >> 20);
        System.out.printf(
                "Stored %.0f MiB at %.0f MiB/s, fetched them at %.0f MiB/s%n",
                mebibytes, mebibytes * 1e9 / storing, mebibytes * 1e9 / fetching);
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics =
                    URI.create("http://127.0.0.1:" + miner.axon().port() + "/actuator/prometheus");
            http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.matches("jvm_(memory_used|buffer_memory).*"))
                    .forEach(System.out::println);
        }
    }

    private static <T> List<T> inParallel(Work<T> work) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            int number = i;
            calls.add(() -> work.doFor(number));
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
        }
        return results;
    }

    @FunctionalInterface
    private interface Work<T> {
        T doFor(int number) throws Exception;
    }
}
