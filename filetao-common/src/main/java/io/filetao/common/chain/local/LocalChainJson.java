package io.filetao.common.chain.local;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** How the local chain writes its records: addresses and hashes as text, nothing missing and nothing unknown. */
final class LocalChainJson {

    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(new TextSerializer<>(Ss58Address.class))
                                    .addDeserializer(
                                            Ss58Address.class,
                                            new TextDeserializer<>(
                                                    Ss58Address.class, Ss58Address::new))
                                    .addSerializer(new TextSerializer<>(Hash.class))
                                    .addDeserializer(
                                            Hash.class,
                                            new TextDeserializer<>(Hash.class, Hash::ofHex)))
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private LocalChainJson() {}

    private static final class TextSerializer<T> extends StdSerializer<T> {

        TextSerializer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toString());
        }
    }

    private static final class TextDeserializer<T> extends StdDeserializer<T> {

        private final transient Function<String, T> reader;

        TextDeserializer(Class<T> type, Function<String, T> reader) {
            super(type);
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            return this.reader.apply(parser.getString());
        }
    }
}
