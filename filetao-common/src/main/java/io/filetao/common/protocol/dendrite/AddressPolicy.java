package io.filetao.common.protocol.dendrite;

import io.filetao.common.chain.AxonInfo;
import java.net.InetAddress;

/**
 * Which axon addresses are called: IP literals only, so that no name is ever resolved for a stranger, and public ones only,
 * unless this network is known to be private. It keeps a node from being used to reach the machines behind it.
 *
 * @param allowPrivate whether loopback, private, link-local and other special addresses are called too
 */
public record AddressPolicy(boolean allowPrivate) {

    /** Whether the announced address may be called. */
    public boolean permits(AxonInfo axon) {
        if (axon.port() < 1 || axon.port() > 65_535) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(axon.ip());
            return !address.isAnyLocalAddress()
                    && !address.isMulticastAddress()
                    && (this.allowPrivate || isPublic(address));
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()) {
            return false;
        }
        return bytes.length == 4 ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first != 0
                && first != 10
                && first != 127
                && first < 224
                && !(first == 100 && second >= 64 && second < 128)
                && !(first == 169 && second == 254)
                && !(first == 172 && second >= 16 && second < 32)
                && !(first == 192 && second == 168)
                && !(first == 192 && second == 0 && bytes[2] == 0)
                && !(first == 198 && (second == 18 || second == 19));
    }

    /** Global unicast only (2000::/3), without 6to4 (2002::/16) and Teredo (2001::/32), which wrap an IPv4 address. */
    private static boolean isPublicV6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        boolean teredo = first == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        return (first & 0xe000) == 0x2000 && first != 0x2002 && !teredo;
    }
}
