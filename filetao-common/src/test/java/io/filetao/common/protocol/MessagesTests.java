package io.filetao.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.filetao.common.proof.FileId;
import io.filetao.common.proof.MalformedMessageException;
import io.filetao.common.proof.ShardId;
import io.filetao.common.protocol.StatusReply.Status;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTests {

    private static final List<ShardId> RIDS = List.of(new ShardId(1, 2), new ShardId(-3, 4));
    private static final List<StatusRequest.Shard> SHARDS =
            List.of(
                    new StatusRequest.Shard(new FileId(5, -6), new ShardId(1, 2)),
                    new StatusRequest.Shard(new FileId(-7, 8), new ShardId(-3, 4)));

    static Stream<Codec> codecs() {
        CommitRequest commit =
                new CommitRequest(Instant.ofEpochSecond(1_800_000_000), RIDS, new byte[] {9, 8});
        return Stream.of(
                new Codec(commit.encode(), in -> CommitRequest.decode(in).encode()),
                new Codec(new DropRequest(RIDS).encode(), in -> DropRequest.decode(in).encode()),
                new Codec(
                        new DepartureRequest(true).encode(),
                        in -> DepartureRequest.decode(in).encode()),
                new Codec(
                        new DepartureReply(7, 70_000_000_000L).encode(),
                        in -> DepartureReply.decode(in).encode()),
                new Codec(
                        new StatusRequest(SHARDS).encode(),
                        in -> StatusRequest.decode(in).encode()),
                new Codec(
                        new StatusReply(List.of(Status.COMMITTED, Status.PENDING, Status.UNKNOWN))
                                .encode(),
                        in -> StatusReply.decode(in).encode()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void roundTrip(Codec codec) throws MalformedMessageException {
        assertThat(codec.decode(codec.bytes())).isEqualTo(codec.bytes());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void shortenedOrProlongedBytesAreRefused(Codec codec) {
        for (int length = 0; length < codec.bytes().length; length++) {
            byte[] part = Arrays.copyOf(codec.bytes(), length);
            assertThatThrownBy(() -> codec.decode(part))
                    .isInstanceOf(MalformedMessageException.class);
        }
        byte[] longer = Arrays.copyOf(codec.bytes(), codec.bytes().length + 1);
        assertThatThrownBy(() -> codec.decode(longer))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void mutatedBytesAreRefusedOrMeanSomethingElse(Codec codec) {
        Random random = new Random(21);
        for (int round = 0; round < 2_000; round++) {
            byte[] mutated = codec.bytes().clone();
            mutated[random.nextInt(mutated.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(codec.decode(mutated)).isEqualTo(mutated);
            } catch (MalformedMessageException refused) {
                assertThat(refused).hasMessageStartingWith("Not a valid ");
            }
        }
    }

    @Test
    void newWhenTooManyShardsAreNamedRefuses() {
        List<StatusRequest.Shard> many =
                Collections.nCopies(StatusRequest.MAX_SHARDS + 1, SHARDS.getFirst());
        assertThatIllegalArgumentException().isThrownBy(() -> new StatusRequest(many));
    }

    record Codec(byte[] bytes, Decoder decoder) {

        byte[] decode(byte[] in) throws MalformedMessageException {
            return this.decoder.reencode(ByteBuffer.wrap(in));
        }
    }

    @FunctionalInterface
    interface Decoder {
        byte[] reencode(ByteBuffer in) throws MalformedMessageException;
    }
}
