package io.filetao.common.chain.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.wallet.Ss58Address;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares a value with the form in which polkadot.js shows it to people. */
final class Humans {

    private Humans() {}

    static void assertSame(Value value, JsonNode human) {
        switch (value) {
            case Value.Number(var number) ->
                    assertThat(number).hasToString(human.asString().replace(",", ""));
            case Value.Bool(boolean bool) -> assertThat(bool).isEqualTo(human.booleanValue());
            case Value.Text(String text) -> assertThat(text).isEqualTo(human.asString());
            case Value.Bytes(byte[] bytes) -> assertBytes(bytes, human);
            case Value.Items(List<Value> items) -> {
                assertThat(human.size()).isEqualTo(items.size());
                for (int i = 0; i < items.size(); i++) {
                    assertSame(items.get(i), human.get(i));
                }
            }
            case Value.Struct(Map<String, Value> fields) -> {
                assertThat(human.size()).as("%s", human).isEqualTo(fields.size());
                fields.forEach((name, field) -> assertSame(field, human.get(camelCase(name))));
            }
            case Value.Choice choice -> assertChoice(choice, human);
        }
    }

    static String camelCase(String name) {
        StringBuilder text = new StringBuilder();
        for (String word : name.split("_")) {
            text.append(
                    text.isEmpty()
                            ? word
                            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }

    private static void assertChoice(Value.Choice choice, JsonNode human) {
        switch (choice.name()) {
            case "None" -> assertThat(human.isNull()).isTrue();
            case "Some" -> assertSame(choice.content(), human);
            default -> {
                if (human.isString()) {
                    assertThat(choice.name()).isEqualTo(human.stringValue());
                } else {
                    assertSame(choice.content(), human.get(choice.name()));
                }
            }
        }
    }

    private static void assertBytes(byte[] bytes, JsonNode human) {
        if (human.isArray()) {
            assertThat(human.size()).isEqualTo(bytes.length);
        } else if (bytes.length == 32 && !human.stringValue().startsWith("0x")) {
            assertThat(Ss58Address.of(bytes).value()).isEqualTo(human.stringValue());
        } else {
            assertThat("0x" + HexFormat.of().formatHex(bytes)).isEqualTo(human.stringValue());
        }
    }
}
