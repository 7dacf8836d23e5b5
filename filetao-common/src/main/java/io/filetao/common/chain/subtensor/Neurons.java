package io.filetao.common.chain.subtensor;

import io.filetao.common.chain.AxonInfo;
import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.scale.MalformedScaleException;
import io.filetao.common.wallet.Ss58Address;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Parts of a neuron in the chain's form and in ours. */
final class Neurons {

    private Neurons() {}

    static Ss58Address address(Value account) {
        byte[] key = account.bytes();
        if (key.length != 32) {
            throw new MalformedScaleException("An account has 32 bytes, not " + key.length);
        }
        return Ss58Address.of(key);
    }

    static Value account(Ss58Address address) {
        return Value.of(address.publicKey());
    }

    /** Null where a neuron serves nowhere: the chain writes that as address or port 0. */
    static @Nullable AxonInfo axon(Value axon) {
        BigInteger ip = axon.get("ip").number();
        int port = axon.get("port").intValue();
        int version = (int) Math.min(axon.get("version").longValue(), Integer.MAX_VALUE);
        return ip.signum() == 0 || port == 0
                ? null
                : new AxonInfo(text(ip, axon.get("ip_type").intValue() == 6), port, version);
    }

    /** An address literal as the number that the chain keeps. */
    static BigInteger number(InetAddress ip) {
        return new BigInteger(1, ip.getAddress());
    }

    static InetAddress literal(String ip) {
        try {
            return InetAddress.ofLiteral(ip);
        } catch (IllegalArgumentException name) {
            throw new ChainException(
                    "The chain takes addresses such as 203.0.113.7, not " + ip + ".", name);
        }
    }

    static ChainException noSubnet(int netuid) {
        return new ChainException("The chain has no subnet " + netuid + "; correct --netuid.");
    }

    private static String text(BigInteger ip, boolean v6) {
        byte[] address = new byte[v6 ? 16 : 4];
        byte[] digits = ip.toByteArray();
        for (int i = 0; i < Math.min(address.length, digits.length); i++) {
            address[address.length - 1 - i] = digits[digits.length - 1 - i];
        }
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException wrongLength) {
            throw new MalformedScaleException("The address of an axon cannot be read");
        }
    }
}
