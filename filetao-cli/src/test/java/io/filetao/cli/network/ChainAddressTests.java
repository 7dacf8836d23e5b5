package io.filetao.cli.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainAddressTests {

    @Test
    void parseReadsOneLocalChainOrSeveralNodes() {
        assertThat(ChainAddress.parse("http://127.0.0.1:9944").isLocal()).isTrue();
        ChainAddress nodes = ChainAddress.parse("wss://one.example, wss://two.example:443");
        assertThat(nodes.isLocal()).isFalse();
        assertThat(nodes.urls()).hasSize(2);
        assertThat(nodes).hasToString("wss://one.example,wss://two.example:443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://chain",
                "chain",
                "",
                "ws://",
                "http://one.example,http://two.example",
                "http://one.example,ws://two.example",
                "ws://bad host"
            })
    void parseWhenItIsNoChainThrows(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChainAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://127.0.0.1:9944, true",
        "ws://localhost:9944, true",
        "ws://10.1.2.3:9944, true",
        "ws://192.168.1.1:9944, true",
        "ws://[::1]:9944, true",
        "ws://[fd00::1]:9944, true",
        "ws://203.0.113.7:9944, false",
        "ws://[2001:db8::1]:9944, false",
        "wss://entrypoint-finney.opentensor.ai:443, false",
        "wss://localhost.example, false",
    })
    void isPrivateWhenTheChainIsHere(String url, boolean here) {
        assertThat(ChainAddress.parse(url).isPrivate()).isEqualTo(here);
    }

    @Test
    void isPrivateWhenOneOfSeveralIsElsewhereIsNot() {
        assertThat(ChainAddress.parse("ws://127.0.0.1:1,wss://node.example").isPrivate()).isFalse();
    }

    @Test
    void mainnetIsKnownByItsFirstBlock() {
        assertThat(ChainAddress.of(ChainNetwork.finney).genesis()).isNotNull();
        assertThat(ChainAddress.of(ChainNetwork.finney).isPrivate()).isFalse();
        assertThat(ChainAddress.of(ChainNetwork.local).isLocal()).isTrue();
    }
}
