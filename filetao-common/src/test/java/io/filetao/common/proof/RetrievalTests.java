package io.filetao.common.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.crypto.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetrievalTests {

    private static final Hash SEED = Hash.sha256(new byte[] {42});

    private static byte[] serve(Samples.Stored stored, PieceRange range) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PieceProver(stored.meta(), stored.data()).write(range, SEED, out);
        assertThat(out.size()).isEqualTo((int) range.streamLength());
        return out.toByteArray();
    }

    private static byte[] read(Samples.Stored stored, PieceRange range, byte[] stream)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PieceVerifier(Samples.KEYS, stored.target())
                .read(range, SEED, new ByteArrayInputStream(stream), out);
        return out.toByteArray();
    }

    @Test
    void readWhenMinerIsHonestGivesTheRange() throws Exception {
        Random random = new Random(3);
        for (int length : new int[] {1, 5_000, 65_536, 70_000, 1 << 20, 2_500_000}) {
            Samples.Stored stored = Samples.store(length, length);
            ShardGeometry geometry = stored.meta().header().geometry();
            for (int i = 0; i < 12; i++) {
                int from = i == 0 ? 0 : random.nextInt(length);
                int count = i == 0 ? length : 1 + random.nextInt(length - from);
                PieceRange range = new PieceRange(geometry, from, count);
                assertThat(read(stored, range, serve(stored, range)))
                        .isEqualTo(Arrays.copyOfRange(stored.plain(), from, from + count));
            }
        }
    }

    @Test
    void readWhenAnyByteIsChangedRefusesBeforeUnsealingThePiece() throws Exception {
        Samples.Stored stored = Samples.store(200_000, 4);
        PieceRange range = new PieceRange(stored.meta().header().geometry(), 60_000, 100_000);
        byte[] stream = serve(stored, range);
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            int at =
                    i < 100
                            ? i
                            : i < 200
                                    ? stream.length - 1 - (i - 100)
                                    : random.nextInt(stream.length);
            byte[] changed = stream.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(stored, range, changed))
                    .isInstanceOf(WrongPieceException.class);
        }
        byte[] cut = Arrays.copyOf(stream, stream.length - 1);
        assertThatThrownBy(() -> read(stored, range, cut)).isInstanceOf(IOException.class);
    }

    @Test
    void writeWhenDiskIsDamagedSaysSo() {
        Samples.Stored stored = Samples.store(200_000, 4);
        stored.sealed()[150_000] ^= 1;
        PieceRange range = new PieceRange(stored.meta().header().geometry(), 0, 200_000);

        assertThatThrownBy(() -> serve(stored, range)).isInstanceOf(DamagedShardException.class);
    }
}
