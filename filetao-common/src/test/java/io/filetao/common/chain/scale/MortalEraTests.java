package io.filetao.common.chain.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.wallet.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MortalEraTests {

    static Stream<JsonNode> eras() {
        return Vectors.of("era").valueStream();
    }

    @ParameterizedTest
    @MethodSource("eras")
    void ofEqualsTheKnownEra(JsonNode vector) {
        long current = vector.get("current").longValue();
        MortalEra era = MortalEra.of(vector.get("period").intValue(), current);
        assertThat(era.period()).isEqualTo(vector.get("phasePeriod").get(0).intValue());
        assertThat(era.phase()).isEqualTo(vector.get("phasePeriod").get(1).intValue());
        assertThat(era.encode()).isEqualTo(Vectors.bytes(vector, "encoded"));
        assertThat(era.birth(current)).isEqualTo(vector.get("birth").longValue());
        assertThat(era.death(current)).isEqualTo(vector.get("death").longValue());
    }
}
