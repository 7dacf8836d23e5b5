package io.filetao.benchmarks;

import static io.filetao.cli.localnet.LocalNetwork.miners;
import static io.filetao.cli.localnet.LocalNetwork.validators;

import io.filetao.cli.localnet.LocalNetwork;
import io.filetao.cli.localnet.LocalNode;
import io.filetao.common.broadband.FileReader;
import io.filetao.common.broadband.FileWriter;
import io.filetao.common.broadband.StoreRequest;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.event.Event;
import io.filetao.common.event.EventFiles;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.network.NotEnoughMinersException;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long and how much traffic does it take until a network is at full health again after many miners are lost at once?
 *
 * <p>Stores files of ten segments of 1 MiB each (22 shards, any 7 of which give one back, with thirty miners), stops some miners and
 * takes them off the chain, and watches the validator find out and repair. All the time files are read and compared; at the end
 * every file is. Prints times and bytes, and ends with 1 when anything could not be read.
 *
 * <pre>{@code
 * java -cp … io.filetao.benchmarks.RepairBenchmark [segments] [miners] [lost]
 * }</pre>
 */
public final class RepairBenchmark {

    private static final int SEGMENT = 1 << 20;
    private static final int SEGMENTS_PER_FILE = 10;
    private static final Duration LIMIT = Duration.ofMinutes(60);

    /** A machine that is busy misses the deadlines of proofs; a store that ends so is asked for again, as any user would. */
    private static final int ATTEMPTS = 20;

    private final LocalNetwork network;
    private final List<FileRecord> files = new ArrayList<>();
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();

    private RepairBenchmark(LocalNetwork network) {
        this.network = network;
    }

    public static void main(String[] arguments) throws Exception {
        int segments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        int lost = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 6;
        Path directory = Files.createTempDirectory("filetao-repair-");
        boolean allRead;
        try (LocalNetwork network =
                LocalNetwork.with(validators(1), miners(count))
                        .directory(directory)
                        .property("filetao.segment-size", "1MB")
                        .property("filetao.validator.repair.bandwidth", "0")
                        .property("filetao.validator.chores.distribute.enabled", "false")
                        .property("filetao.validator.chores.store-synthetic.enabled", "false")
                        .start()) {
            allRead = new RepairBenchmark(network).run(segments / SEGMENTS_PER_FILE, lost);
        } finally {
            delete(directory);
        }
        System.exit(allRead ? 0 : 1);
    }

    private boolean run(int count, int lost) throws Exception {
        // Thirty miners that have just been started compile their code first.
        store(-1, SEGMENT);
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            this.files.add(store(i, SEGMENTS_PER_FILE * SEGMENT));
            if (i % 10 == 9) {
                print("%d files stored in %.0f s", i + 1, secondsSince(began));
            }
        }
        SegmentRecord first = this.files.getFirst().segments().getFirst();
        print(
                "%d files, %d segments coded %d of %d on %d miners, stored in %.0f s",
                count,
                this.files.stream().mapToInt(file -> file.segments().size()).sum(),
                first.k(),
                first.n(),
                this.network.miners().size(),
                secondsSince(began));
        awaitHealth(Set.of());
        List<LocalNode> victims = this.network.miners().subList(0, lost);
        Set<Ss58Address> gone = new HashSet<>();
        victims.forEach(victim -> gone.add(victim.hotkey()));
        Damage damage = damage(gone);
        Traffic before = traffic();
        AtomicBoolean over = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> keepReading(over));
        began = System.nanoTime();
        victims.forEach(LocalNode::kill);
        deregister(victims);
        awaitHealth(gone);
        double seconds = secondsSince(began);
        over.set(true);
        reader.join();
        Traffic after = traffic();
        print(
                "%d miners lost at once: %d shards in %d segments, %.1f MB; at worst %d shards"
                        + " above k were left",
                lost, damage.shards(), damage.segments(), damage.bytes() / 1e6, damage.worst());
        print("full health again after %.0f s", seconds);
        print(
                "read %.1f MB (k shards of each segment are %.1f MB), sent %.1f MB, %d repairs",
                (after.read() - before.read()) / 1e6,
                damage.needed() / 1e6,
                (after.sent() - before.sent()) / 1e6,
                after.repairs() - before.repairs());
        print("%d files read and compared meanwhile, %d failed", this.reads.get(), failed());
        for (int i = 0; i < count; i++) {
            read(i);
        }
        print("every file read and compared at the end, %d failed", failed());
        return failed() == 0;
    }

    private FileRecord store(int number, int size) throws IOException {
        byte[] content = content(number, size);
        for (int attempt = 1; ; attempt++) {
            try {
                return store(content);
            } catch (NotEnoughMinersException busy) {
                if (attempt == ATTEMPTS) {
                    throw busy;
                }
                print("A store is tried again: %s", busy);
            }
        }
    }

    private FileRecord store(byte[] content) throws IOException {
        return this.network
                .apiNode()
                .part(FileWriter.class)
                .store(
                        new ByteArrayInputStream(content),
                        new StoreRequest(
                                OptionalLong.of(content.length),
                                "open",
                                null,
                                null,
                                "application/octet-stream",
                                Duration.ofDays(1),
                                null))
                .record();
    }

    private static byte[] content(int number, int size) {
        byte[] content = new byte[size];
        new SplittableRandom(number).nextBytes(content);
        return content;
    }

    private void keepReading(AtomicBoolean over) {
        for (int i = 0; !over.get(); i = (i + 7) % this.files.size()) {
            read(i);
            this.reads.incrementAndGet();
        }
    }

    private void read(int number) {
        FileRecord record = record(this.files.get(number));
        try (InputStream bytes =
                this.network.apiNode().part(FileReader.class).open(record).read(0, record.size())) {
            if (Arrays.equals(bytes.readAllBytes(), content(number, SEGMENTS_PER_FILE * SEGMENT))) {
                return;
            }
            print("file %d came back changed", number);
        } catch (IOException failure) {
            print("file %d: %s", number, failure);
        }
        this.unreadable.incrementAndGet();
    }

    private long failed() {
        return this.unreadable.get();
    }

    private FileRecord record(FileRecord file) {
        return this.network.apiNode().part(FileIndex.class).find(file.cid()).orElseThrow();
    }

    private Damage damage(Set<Ss58Address> gone) {
        long shards = 0;
        long segments = 0;
        long bytes = 0;
        long needed = 0;
        int worst = Integer.MAX_VALUE;
        for (FileRecord file : this.files) {
            for (SegmentRecord segment : record(file).segments()) {
                List<ShardRecord> missing =
                        segment.shards().stream()
                                .filter(shard -> gone.contains(shard.miner()))
                                .toList();
                long length = segment.shards().getFirst().length();
                shards += missing.size();
                segments += missing.isEmpty() ? 0 : 1;
                bytes += missing.size() * length;
                needed += missing.isEmpty() ? 0 : segment.k() * length;
                worst = Math.min(worst, segment.shards().size() - missing.size() - segment.k());
            }
        }
        return new Damage(shards, segments, bytes, needed, worst);
    }

    private void deregister(List<LocalNode> victims) throws IOException {
        String url =
                new JsonMapper()
                        .readTree(this.network.directory().resolve("localnet.json").toFile())
                        .get("chain")
                        .asString();
        try (LocalSubtensor chain =
                new LocalSubtensor(URI.create(url), 21, Duration.ofSeconds(10))) {
            for (LocalNode victim : victims) {
                Wallet wallet =
                        Wallet.at(
                                this.network.directory().resolve("wallets"),
                                victim.name(),
                                "default");
                chain.deregister(wallet.unlockColdkey(PasswordSource.NONE), victim.hotkey());
            }
        }
    }

    private void awaitHealth(Set<Ss58Address> without) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (FileRecord file : this.files) {
            while (!isHealthy(record(file), without)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The network does not come back to health");
                }
                Thread.sleep(200);
            }
        }
    }

    private static boolean isHealthy(FileRecord file, Set<Ss58Address> without) {
        return file.segments().stream()
                .allMatch(segment ->
                        segment.shards().size() == segment.n()
                                && segment.shards().stream()
                                        .noneMatch(shard ->
                                                shard.failure() != null
                                                        || without.contains(shard.miner())));
    }

    private Traffic traffic() throws IOException {
        List<Event> repairs = new ArrayList<>();
        EventFiles.read(
                this.network.validator().directory().resolve("events"),
                event -> {
                    if (event.type().equals("repair")) {
                        repairs.add(event);
                    }
                });
        long read = 0;
        long sent = 0;
        for (Event event : repairs) {
            read += event.bytes() == null ? 0 : event.bytes();
            sent += event.moved() == null ? 0 : event.moved();
        }
        return new Traffic(repairs.size(), read, sent);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** What the loss of some miners means; {@code needed} are k shards of each segment that lost some. */
    private record Damage(long shards, long segments, long bytes, long needed, int worst) {}

    private record Traffic(long repairs, long read, long sent) {}

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    private static void print(String line, Object... values) {
        System.out.println(line.formatted(values));
    }
}
