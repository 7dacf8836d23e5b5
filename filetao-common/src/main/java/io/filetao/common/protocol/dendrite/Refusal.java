package io.filetao.common.protocol.dendrite;

import java.io.Serializable;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node's problem document says to programs.
 *
 * @param code stable name in kebab case
 * @param numbers the document's whole numbers by their names
 */
public record Refusal(String code, Map<String, Long> numbers) implements Serializable {

    private static final JsonMapper JSON = new JsonMapper();

    public Refusal {
        numbers = Map.copyOf(numbers);
    }

    /** One of the numbers, if the node told it. */
    public OptionalLong number(String name) {
        Long number = this.numbers.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** Reads a problem document of whatever bytes a stranger sent; null when they are none. */
    static @Nullable Refusal parse(byte[] document) {
        try {
            JsonNode problem = JSON.readTree(document);
            String code = problem.path("code").asString("");
            if (code.isEmpty()) {
                return null;
            }
            Map<String, Long> numbers = new TreeMap<>();
            for (Map.Entry<String, JsonNode> member : problem.properties()) {
                if (member.getValue().isIntegralNumber() && member.getValue().canConvertToLong()) {
                    numbers.put(member.getKey(), member.getValue().longValue());
                }
            }
            return new Refusal(code, numbers);
        } catch (JacksonException notAProblem) {
            return null;
        }
    }
}
