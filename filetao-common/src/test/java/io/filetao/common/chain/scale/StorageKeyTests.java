package io.filetao.common.chain.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.crypto.XxHash64;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class StorageKeyTests {

    private static final byte[] ALICE = Keypair.ofUri("//Alice").publicKey();
    private static final byte[] NETUID = new ScaleWriter().u16(21).bytes();

    static Stream<Map.Entry<String, JsonNode>> names() {
        return Vectors.of("hashes").get("twox128").propertyStream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void twox128EqualsTheKnownHash(Map.Entry<String, JsonNode> name) {
        byte[] hash = StorageHasher.TWOX_128.hash(name.getKey().getBytes(StandardCharsets.UTF_8));
        assertThat(hash).isEqualTo(Vectors.bytes(name.getValue().stringValue()));
    }

    @Test
    void hashersEqualTheKnownHashes() {
        JsonNode hashes = Vectors.of("hashes");
        assertThat(StorageHasher.BLAKE2_128.hash(ALICE))
                .isEqualTo(Vectors.bytes(hashes, "blake2_128_alice"));
        assertThat(StorageHasher.BLAKE2_256.hash(ALICE))
                .isEqualTo(Vectors.bytes(hashes, "blake2_256_alice"));
        assertThat(Arrays.copyOf(StorageHasher.TWOX_64_CONCAT.hash(NETUID), 8))
                .isEqualTo(Vectors.bytes(hashes, "twox64_netuid21"));
    }

    @Test
    void keysEqualTheKnownOnes() {
        JsonNode keys = Vectors.of("storageKeys");
        assertThat(StorageKey.of("SubtensorModule", "Tempo").with(StorageHasher.IDENTITY, NETUID))
                .hasToString(keys.get("Tempo(21)").stringValue());
        assertThat(
                        StorageKey.of("SubtensorModule", "RevealPeriodEpochs")
                                .with(StorageHasher.TWOX_64_CONCAT, NETUID))
                .hasToString(keys.get("RevealPeriodEpochs(21) twox64concat").stringValue());
        assertThat(
                        StorageKey.of("SubtensorModule", "Uids")
                                .with(StorageHasher.IDENTITY, NETUID)
                                .with(StorageHasher.BLAKE2_128_CONCAT, ALICE))
                .hasToString(keys.get("Uids(21,Alice)").stringValue());
        assertThat(
                        StorageKey.of("System", "BlockHash")
                                .with(
                                        StorageHasher.TWOX_64_CONCAT,
                                        new ScaleWriter().u32(5).bytes()))
                .hasToString(keys.get("System.BlockHash(5) twox64concat").stringValue());
    }

    @Test
    void reversibleHashersEndWithTheKey() {
        for (StorageHasher hasher : StorageHasher.values()) {
            String hash = HexFormat.of().formatHex(hasher.hash(ALICE));
            assertThat(hash.endsWith(HexFormat.of().formatHex(ALICE)))
                    .as(hasher.name())
                    .isEqualTo(hasher.isReversible());
        }
    }

    @Test
    void xxHash64EqualsItsPublishedAnswers() {
        assertThat(XxHash64.hash(new byte[0], 0)).isEqualTo(0xef46db3751d8e999L);
        assertThat(XxHash64.hash("a".getBytes(StandardCharsets.UTF_8), 0))
                .isEqualTo(0xd24ec4f1a98c6e5bL);
        assertThat(
                        XxHash64.hash(
                                "Nobody inspects the spammish repetition"
                                        .getBytes(StandardCharsets.UTF_8),
                                0))
                .isEqualTo(0xfbcea83c8a378bf1L);
    }
}
