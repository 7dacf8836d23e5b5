package io.filetao.common.chain.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.filetao.common.crypto.Blake2b;
import io.filetao.common.wallet.Vectors;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ScaleTests {

    static Stream<JsonNode> compacts() {
        return Vectors.of("compact").valueStream();
    }

    @ParameterizedTest
    @MethodSource("compacts")
    void compactEqualsTheKnownBytesBothWays(JsonNode vector) {
        BigInteger number = new BigInteger(vector.get(0).stringValue());
        byte[] bytes = Vectors.bytes(vector.get(1).stringValue());
        assertThat(new ScaleWriter().compact(number).bytes()).isEqualTo(bytes);
        ScaleReader reader = new ScaleReader(bytes);
        assertThat(reader.compact()).isEqualTo(number);
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100",
                "02000000",
                "0300000000",
                "030000003f",
                "07ffffffff00",
                "",
                "01",
                "02ffff",
                "13ff"
            })
    void compactWhenCutOffOrNotShortestIsRefused(String hex) {
        ScaleReader reader = new ScaleReader(Vectors.bytes(hex));
        assertThatExceptionOfType(MalformedScaleException.class).isThrownBy(reader::compact);
    }

    @Test
    void everyKindOfValueRoundTrips() {
        BigInteger large = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
        byte[] bytes =
                new ScaleWriter()
                        .u8(255)
                        .u16(65_535)
                        .u32(4_294_967_295L)
                        .u64(-1)
                        .u128(large)
                        .bool(true)
                        .compact(-1L)
                        .string("Straße")
                        .vector(List.of(1, 2, 3), ScaleWriter::u16)
                        .option(null, ScaleWriter::u16)
                        .option(7, ScaleWriter::u16)
                        .bytes();
        ScaleReader reader = new ScaleReader(bytes);
        assertThat(reader.u8()).isEqualTo(255);
        assertThat(reader.u16()).isEqualTo(65_535);
        assertThat(reader.u32()).isEqualTo(4_294_967_295L);
        assertThat(reader.u64()).isEqualTo(-1);
        assertThat(reader.u128()).isEqualTo(large);
        assertThat(reader.bool()).isTrue();
        assertThat(reader.compact()).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(reader.string()).isEqualTo("Straße");
        assertThat(reader.vector(ScaleReader::u16)).containsExactly(1, 2, 3);
        assertThat(reader.option(ScaleReader::u16)).isEmpty();
        assertThat(reader.option(ScaleReader::u16)).contains(7);
        reader.end();
    }

    @Test
    void vectorWhenItsLengthIsHostileIsRefusedWithoutMemory() {
        byte[] twoToThe30 = Vectors.bytes("0x0300000040");
        byte[] beyond31Bits = Vectors.bytes("0x0fffffffffffffff");
        for (byte[] hostile : List.of(twoToThe30, beyond31Bits)) {
            assertThatExceptionOfType(MalformedScaleException.class)
                    .isThrownBy(() -> new ScaleReader(hostile).vector(ScaleReader::u8));
            assertThatExceptionOfType(MalformedScaleException.class)
                    .isThrownBy(() -> new ScaleReader(hostile).byteVector());
        }
    }

    @Test
    void readerWhenBytesAreRandomThrowsNothingElse() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                ScaleReader reader = new ScaleReader(bytes);
                reader.option(ScaleReader::string);
                reader.vector(item -> item.option(ScaleReader::compact));
                reader.variant(3);
                reader.end();
            } catch (MalformedScaleException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void writerWhenANumberDoesNotFitThrows() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ScaleWriter().u8(256));
        assertThatIllegalArgumentException().isThrownBy(() -> new ScaleWriter().u16(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScaleWriter().u128(BigInteger.ONE.shiftLeft(128)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScaleWriter().compact(BigInteger.ONE.shiftLeft(536)));
    }

    @Test
    void axonInfoReadsAsMeasuredOnARealRuntime() {
        ScaleReader reader =
                new ScaleReader(
                        Vectors.bytes(
                                "0d0000000000000061ae0a00077100cb0000000000000000000000009b1f04040000"));
        assertThat(reader.u64()).isEqualTo(13);
        assertThat(reader.u32()).isEqualTo(700_001);
        assertThat(reader.u128()).isEqualTo(BigInteger.valueOf(3_405_803_783L));
        assertThat(reader.u16()).isEqualTo(8091);
        assertThat(reader.raw(4)).containsExactly(4, 4, 0, 0);
        reader.end();
    }

    @Test
    void weightHashIsTheBlake2OfItsScale() {
        JsonNode vector = Vectors.of("weightHash");
        byte[] expected = Vectors.bytes(vector, "scale");
        ScaleReader reader = new ScaleReader(expected);
        byte[] account = reader.raw(32);
        int netuid = reader.u16();
        List<Integer> uids = reader.vector(ScaleReader::u16);
        List<Integer> values = reader.vector(ScaleReader::u16);
        List<Integer> salt = reader.vector(ScaleReader::u16);
        long version = reader.u64();
        reader.end();
        byte[] written =
                new ScaleWriter()
                        .raw(account)
                        .u16(netuid)
                        .vector(uids, ScaleWriter::u16)
                        .vector(values, ScaleWriter::u16)
                        .vector(salt, ScaleWriter::u16)
                        .u64(version)
                        .bytes();
        assertThat(written).isEqualTo(expected);
        assertThat(HexFormat.of().formatHex(Blake2b.hash256(written)))
                .isEqualTo(vector.get("hash").stringValue().substring(2));
    }
}
