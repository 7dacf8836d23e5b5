package io.filetao.common.protocol.dendrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.filetao.common.chain.AxonInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTests {

    private final AddressPolicy strict = new AddressPolicy(false);
    private final AddressPolicy open = new AddressPolicy(true);

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "203.0.114.1", "2a00:1450:4001::1", "100.128.0.1"})
    void permitsPublicLiterals(String ip) {
        assertThat(this.strict.permits(axon(ip))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1",
                        "169.254.169.254",
                "100.64.0.1", "198.18.0.1", "0.1.2.3", "::1", "fe80::1", "fc00::1",
                "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
                        "2001:0:1::"
            })
    void permitsWhenSpecialOnlyIfAllowed(String ip) {
        assertThat(this.strict.permits(axon(ip))).isFalse();
        assertThat(this.open.permits(axon(ip))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "metadata.internal",
                "",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "ff02::1",
                "1.2.3.4/8",
                "1.2.3.4:80",
                "fe80::1%nosuch"
            })
    void permitsNeverANameOrAnAddressThatIsNoSingleHost(String ip) {
        assertThat(this.open.permits(axon(ip))).isFalse();
    }

    @Test
    void permitsNoImpossiblePort() {
        assertThat(this.open.permits(new AxonInfo("8.8.8.8", 0, 1))).isFalse();
        assertThat(this.open.permits(new AxonInfo("8.8.8.8", 65_536, 1))).isFalse();
    }

    private static AxonInfo axon(String ip) {
        return new AxonInfo(ip, 8091, 1);
    }
}
