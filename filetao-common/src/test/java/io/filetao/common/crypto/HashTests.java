package io.filetao.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HashTests {

    @Test
    void splitWhenHashesAreJoinedReturnsThem() {
        List<Hash> hashes = List.of(Hash.sha256(new byte[1]), Hash.sha256(new byte[2]));

        assertThat(Hash.join(hashes)).hasSize(2 * Hash.BYTES);
        assertThat(Hash.split(Hash.join(hashes))).isEqualTo(hashes);
        assertThat(Hash.split(new byte[0])).isEmpty();
    }

    @Test
    void splitWhenTheLastHashIsCutOffIsRefused() {
        assertThatThrownBy(() -> Hash.split(new byte[Hash.BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Hashes have 32 bytes each, which 33 is no multiple of");
    }
}
