package io.filetao.common.chain.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.chain.scale.StorageKey;
import io.filetao.common.fixtures.subtensor.RealRuntimes;
import io.filetao.common.fixtures.subtensor.Recording;
import io.filetao.common.wallet.Ss58Address;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import tools.jackson.databind.JsonNode;

/** One decoder reads everything that two runtimes answered, and writes it back to the same bytes. */
class RecordedValuesTests {

    @ParameterizedTest
    @RealRuntimes
    void storageKeysAndValuesEqualWhatWasRecorded(Recording recording) {
        Metadata metadata = recording.metadata();
        int decoded = 0;
        for (JsonNode entry : recording.answers().get("storage")) {
            String[] names = entry.get("item").stringValue().split("\\.");
            String pallet = upper(names[0]);
            StorageItem item = metadata.storage(pallet, upper(names[1])).orElseThrow();
            StorageKey key =
                    StorageKey.of(metadata.pallet(pallet).orElseThrow().prefix(), item.name());
            List<Integer> keyTypes = item.keys(metadata.types());
            for (int i = 0; i < keyTypes.size(); i++) {
                Value argument = argument(entry.get("args").get(i).stringValue());
                key =
                        key.with(
                                item.hashers().get(i),
                                metadata.types().encode(keyTypes.get(i), argument));
            }
            assertThat(key).hasToString(entry.get("key").stringValue());
            byte[] bytes =
                    entry.get("value").isNull()
                            ? item.fallback()
                            : Recording.bytes(entry.get("value").stringValue());
            Value value = metadata.types().decode(item.value(), bytes);
            Humans.assertSame(value, entry.get("human"));
            assertThat(metadata.types().encode(item.value(), value)).isEqualTo(bytes);
            decoded++;
        }
        assertThat(decoded).isGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest
    @RealRuntimes
    void eventsEqualWhatWasRecorded(Recording recording) {
        Metadata metadata = recording.metadata();
        int type = metadata.storage("System", "Events").orElseThrow().value();
        int decoded = 0;
        for (JsonNode block : recording.answers().get("events")) {
            byte[] bytes = Recording.bytes(block.get("eventsHex").stringValue());
            Value records = metadata.types().decode(type, bytes);
            assertThat(metadata.types().encode(type, records)).isEqualTo(bytes);
            JsonNode human = block.get("human");
            assertThat(records.items()).hasSize(human.size());
            for (int i = 0; i < human.size(); i++) {
                Value record = records.get(i);
                JsonNode event = human.get(i).get("event");
                Humans.assertSame(record.get("phase"), human.get(i).get("phase"));
                Value inPallet = record.get("event");
                assertThat(inPallet.choice()).isEqualTo(upper(event.get("section").stringValue()));
                assertThat(inPallet.content().choice())
                        .isEqualTo(event.get("method").stringValue());
                assertData(inPallet.content().content(), event.get("data"));
                decoded++;
            }
        }
        assertThat(decoded).isPositive();
    }

    private static void assertData(Value data, JsonNode human) {
        if (human.isArray() && human.size() == 1) {
            Humans.assertSame(data, human.get(0));
        } else {
            Humans.assertSame(data, human);
        }
    }

    @Test
    void runtimeCallsOfV15EqualWhatWasRecorded() {
        Metadata metadata = Metadata.parse(Recording.bytes(Recording.SPEC_300.metadata15Hex()));
        Map<String, Value> read = new LinkedHashMap<>();
        for (JsonNode call : Recording.SPEC_300.answers().get("runtimeApi")) {
            RuntimeCall signature = metadata.runtimeCalls().get(call.get("method").stringValue());
            byte[] bytes = Recording.bytes(call.get("result").stringValue());
            Value value = metadata.types().decode(signature.output(), bytes);
            assertThat(metadata.types().encode(signature.output(), value)).isEqualTo(bytes);
            if (call.has("human")) {
                Humans.assertSame(value, call.get("human"));
            }
            read.put(call.get("method").stringValue(), value);
        }
        assertThat(read).hasSize(7);
        Value hyperparameters =
                read.get("SubnetInfoRuntimeApi_get_subnet_hyperparams").option().orElseThrow();
        assertThat(hyperparameters.get("tempo").intValue()).isEqualTo(10);
        assertThat(hyperparameters.get("immunity_period").intValue()).isEqualTo(5000);
    }

    @Test
    void bothFormsOfMetadataSayTheSame() {
        Metadata v14 = Recording.SPEC_300.metadata();
        Metadata v15 = Metadata.parse(Recording.bytes(Recording.SPEC_300.metadata15Hex()));
        assertThat(v14.version()).isEqualTo(14);
        assertThat(v15.version()).isEqualTo(15);
        assertThat(v15.pallets().keySet()).isEqualTo(v14.pallets().keySet());
        assertThat(v15.extensions())
                .extracting(SignedExtension::name)
                .isEqualTo(v14.extensions().stream().map(SignedExtension::name).toList());
        assertThat(v14.runtimeCalls()).isEmpty();
        assertThat(v15.runtimeCalls()).containsKey("SubnetInfoRuntimeApi_get_selective_metagraph");
    }

    @ParameterizedTest
    @RealRuntimes
    void extensionsEqualTheRecordedOnes(Recording recording) {
        List<String> expected =
                recording
                        .answers()
                        .get("signedExtensions")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList();
        assertThat(recording.metadata().extensions())
                .extracting(SignedExtension::name)
                .isEqualTo(expected);
    }

    @Test
    void indicesAreThoseOfTheRuntime() {
        assertThat(Recording.SPEC_143.metadata().error(7, 32))
                .isEqualTo("SubtensorModule.SettingWeightsTooFast");
        assertThat(Recording.SPEC_300.metadata().error(7, 29))
                .isEqualTo("SubtensorModule.SettingWeightsTooFast");
        assertThat(Recording.SPEC_300.metadata().error(200, 3)).isEqualTo("error 3 of pallet 200");
    }

    @ParameterizedTest
    @RealRuntimes
    void callsEqualTheBytesThatTheRuntimeAccepted(Recording recording) {
        Metadata metadata = recording.metadata();
        byte[] weights =
                metadata.encodeCall(
                        "SubtensorModule",
                        "set_weights",
                        Map.of(
                                "netuid", Value.of(2),
                                "dests", Value.numbers(List.of(0, 1)),
                                "weights", Value.numbers(List.of(65535, 12345)),
                                "version_key", Value.of(0)));
        assertThat(Recording.hex(weights))
                .isEqualTo("0x07000200080000010008ffff39300000000000000000");
        byte[] axon =
                metadata.encodeCall(
                        "SubtensorModule",
                        "serve_axon",
                        Map.of(
                                "netuid", Value.of(2),
                                "version", Value.of(700_002),
                                "ip", Value.of(3_405_803_783L),
                                "port", Value.of(8091),
                                "ip_type", Value.of(4),
                                "protocol", Value.of(4),
                                "placeholder1", Value.of(0),
                                "placeholder2", Value.of(0)));
        assertThat(Recording.hex(axon))
                .isEqualTo("0x0704020062ae0a00077100cb0000000000000000000000009b1f04040000");
    }

    @Test
    void callWithOtherArgumentsIsRefused() {
        Metadata metadata = Recording.SPEC_300.metadata();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        metadata.encodeCall(
                                "SubtensorModule", "set_weights", Map.of("netuid", Value.of(2))))
                .withMessageContaining("version_key");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> metadata.encodeCall("SubtensorModule", "no_such_call", Map.of()))
                .withMessageContaining("no_such_call");
    }

    @ParameterizedTest
    @RealRuntimes
    void truncatedMetadataIsRefused(Recording recording) {
        byte[] whole = Recording.bytes(recording.metadataHex());
        Random random = new Random(recording.spec());
        for (int i = 0; i < 50; i++) {
            byte[] truncated = Arrays.copyOf(whole, random.nextInt(whole.length));
            assertThatExceptionOfType(MalformedScaleException.class)
                    .isThrownBy(() -> Metadata.parse(truncated));
        }
    }

    @ParameterizedTest
    @RealRuntimes
    void mutatedMetadataIsReadOrRefusedAndNothingElse(Recording recording) {
        byte[] whole = Recording.bytes(recording.metadataHex());
        byte[] events =
                Recording.bytes(
                        recording.answers().get("events").get(0).get("eventsHex").stringValue());
        Random random = new Random(recording.spec());
        for (int i = 0; i < 150; i++) {
            byte[] mutated = whole.clone();
            for (int j = 0; j < 20; j++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                Metadata metadata = Metadata.parse(mutated);
                metadata.storage("System", "Events")
                        .ifPresent(item -> metadata.types().decode(item.value(), events));
            } catch (MalformedScaleException refused) {
                // What is expected of bytes that are none.
            }
        }
    }

    private static Value argument(String human) {
        return human.length() == 48
                ? Value.of(new Ss58Address(human).publicKey())
                : Value.of(Long.parseLong(human));
    }

    private static String upper(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
