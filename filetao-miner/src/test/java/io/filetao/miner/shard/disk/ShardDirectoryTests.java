package io.filetao.miner.shard.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.ShardId;
import io.filetao.common.wallet.Keypair;
import io.filetao.miner.Samples;
import io.filetao.miner.Samples.Shard;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardDirectoryTests {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path root;
    private ShardDirectory directory;

    @BeforeEach
    void open() throws IOException {
        this.directory = ShardDirectory.open(this.root, Samples.MINER.address());
    }

    @AfterEach
    void close() throws IOException {
        this.directory.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 4097, 1_048_576, 2_500_000})
    void openAfterPlaceReadsWhatWasWritten(int length) throws IOException {
        Shard shard = store(length);
        try (ShardFile file = this.directory.open(shard.rid()).orElseThrow()) {
            byte[] read = new byte[shard.sealed().length];
            file.read(0, read, 0, read.length);
            assertThat(read).isEqualTo(shard.sealed());
            assertThat(file.meta().encode()).isEqualTo(shard.meta().encode());
            assertThat(file.header()).isEqualTo(shard.meta().header());
            assertThat(file.storedAt()).isEqualTo(NOW);
            assertThat(file.state().committed()).isFalse();
            assertThat(file.length())
                    .isEqualTo(ShardFileFormat.fileLength(shard.offer().geometry()));
        }
    }

    @Test
    void updateSurvivesReopening() throws IOException {
        Shard shard = store(5000);
        for (int i = 1; i < 6; i++) {
            try (ShardFile file = this.directory.open(shard.rid()).orElseThrow()) {
                file.update(
                        file.state()
                                .committedUntil(NOW.plusSeconds(i))
                                .withChain(new byte[] {(byte) i}),
                        true);
            }
            try (ShardFile file = this.directory.open(shard.rid()).orElseThrow()) {
                assertThat(file.state().committed()).isTrue();
                assertThat(file.state().expiresAt()).isEqualTo(NOW.plusSeconds(i));
                assertThat(file.state().chain()).containsExactly(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"incoming", "shards", "manifests"})
    void openRefusesADirectoryWhoseContentIsNoMinersAndLeavesItAlone(String part)
            throws IOException {
        Path foreign = Files.createDirectories(this.root.resolve("photos").resolve(part));
        Path picture = Files.createFile(foreign.resolve("summer.jpg"));
        assertThatThrownBy(() ->
                        ShardDirectory.open(this.root.resolve("photos"), Samples.MINER.address()))
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining(part)
                .hasMessageContaining("name an empty one");
        assertThat(picture).exists();
        Files.delete(picture);
        ShardDirectory.open(this.root.resolve("photos"), Samples.MINER.address()).close();
    }

    @Test
    void updateWhenTornLeavesTheStateBefore() throws IOException {
        Shard shard = store(5000);
        try (ShardFile file = this.directory.open(shard.rid()).orElseThrow()) {
            file.update(file.state().withChain(new byte[] {1}), false);
            file.update(file.state().withChain(new byte[] {2}), false);
        }
        int newest = 3 % ShardFileFormat.SLOTS;
        flip(file(shard), shard.sealed().length + (long) newest * ShardFileFormat.SLOT_BYTES + 20);
        try (ShardFile file = this.directory.open(shard.rid()).orElseThrow()) {
            assertThat(file.state().chain()).containsExactly(1);
        }
    }

    @Test
    void closeBeforePlaceLeavesNothing() throws IOException {
        Shard shard = Samples.shard(Samples.MINER.address(), 10_000, 1);
        try (IncomingShard incoming = this.directory.receive(shard.rid()).orElseThrow()) {
            incoming.write(shard.sealed(), 0, 4096);
        }
        assertThat(this.directory.open(shard.rid())).isEmpty();
        assertThat(filesUnder("incoming")).isEmpty();
        assertThat(this.directory.receive(shard.rid())).isPresent();
    }

    @Test
    void receiveWhenAnotherIsReceivingIsRefused() throws IOException {
        ShardId rid = ShardId.random();
        try (IncomingShard _ = this.directory.receive(rid).orElseThrow()) {
            assertThat(this.directory.receive(rid)).isEmpty();
        }
    }

    @Test
    void receiveWhenStoredIsRefused() throws IOException {
        Shard shard = store(100);
        assertThat(this.directory.receive(shard.rid())).isEmpty();
    }

    @Test
    void openWhenLeftOverFromACrashRemovesIt() throws IOException {
        Shard shard = Samples.shard(Samples.MINER.address(), 10_000, 1);
        IncomingShard incoming = this.directory.receive(shard.rid()).orElseThrow();
        incoming.write(shard.sealed(), 0, shard.sealed().length);
        incoming.seal(shard.meta(), NOW);
        this.directory.close();
        open();
        assertThat(filesUnder("incoming")).isEmpty();
        assertThat(this.directory.holds(shard.rid())).isFalse();
        incoming.close();
    }

    @Test
    void openWhenInUseIsRefused() {
        assertThatThrownBy(() -> ShardDirectory.open(this.root, Samples.MINER.address()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Another miner runs on");
    }

    @Test
    void openWhenAnotherMinersIsRefused() throws IOException {
        this.directory.close();
        assertThatThrownBy(() -> ShardDirectory.open(this.root, Keypair.generate().address()))
                .hasMessageContaining("belongs to another miner");
    }

    @Test
    void openWhenFileIsTruncatedIsUnreadable() throws IOException {
        Shard shard = store(10_000);
        try (RandomAccessFile file = new RandomAccessFile(file(shard).toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertThatThrownBy(() -> this.directory.open(shard.rid()))
                .isInstanceOf(UnreadableShardException.class);
    }

    @Test
    void metaWhenChangedOnDiskIsUnreadable() throws IOException {
        Shard shard = store(10_000);
        flip(file(shard), shard.sealed().length + 2 * ShardFileFormat.SLOT_BYTES + 300);
        try (ShardFile file = this.directory.open(shard.rid()).orElseThrow()) {
            assertThatThrownBy(file::meta).isInstanceOf(UnreadableShardException.class);
        }
    }

    @Test
    void forEachVisitsEveryShardAndNothingElse() throws IOException {
        List<ShardId> stored = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stored.add(store(100 + i).rid());
        }
        Files.writeString(file(store(3)).resolveSibling("notes.shard"), "not one");
        List<ShardId> seen = new ArrayList<>();
        this.directory.forEach(seen::add);
        assertThat(seen).hasSize(21).containsAll(stored);
    }

    @Test
    void deleteRemovesTheFile() throws IOException {
        Shard shard = store(100);
        assertThat(this.directory.delete(shard.rid())).isTrue();
        assertThat(this.directory.delete(shard.rid())).isFalse();
        assertThat(this.directory.open(shard.rid())).isEmpty();
    }

    @Test
    void readManifestAfterWriteIsTheNewest() throws IOException {
        FileId file = FileId.random();
        this.directory.writeManifest(Samples.VALIDATOR.address(), file, new byte[] {1});
        this.directory.writeManifest(Samples.VALIDATOR.address(), file, new byte[] {2, 3});
        assertThat(this.directory.readManifest(Samples.VALIDATOR.address(), file))
                .hasValueSatisfying(manifest -> assertThat(manifest).containsExactly(2, 3));
        this.directory.deleteManifest(Samples.VALIDATOR.address(), file);
        assertThat(this.directory.readManifest(Samples.VALIDATOR.address(), file)).isEmpty();
    }

    private Shard store(int length) throws IOException {
        Shard shard = Samples.shard(Samples.MINER.address(), length, length);
        try (IncomingShard incoming = this.directory.receive(shard.rid()).orElseThrow()) {
            incoming.write(shard.sealed(), 0, shard.sealed().length);
            incoming.seal(shard.meta(), NOW);
            incoming.place();
        }
        return shard;
    }

    private Path file(Shard shard) {
        String hex = shard.rid().hex();
        return this.root
                .resolve("shards")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex + ".shard");
    }

    private List<Path> filesUnder(String part) throws IOException {
        try (Stream<Path> files = Files.list(this.root.resolve(part))) {
            return files.toList();
        }
    }

    private static void flip(Path path, long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(position);
            int value = file.read();
            file.seek(position);
            file.write(value ^ 1);
        }
    }
}
