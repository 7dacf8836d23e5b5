package io.filetao.cli.network;

import io.filetao.common.chain.Subtensor;
import io.filetao.common.chain.local.LocalSubtensor;
import io.filetao.common.chain.rpc.RpcSettings;
import io.filetao.common.chain.subtensor.RpcSubtensor;
import io.filetao.common.chain.subtensor.SubtensorSettings;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Wallet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain is: a local chain at one {@code http://} address, or subtensor nodes of one chain at {@code ws://} and
 * {@code wss://} addresses.
 *
 * @param genesis hash of the first block where it is known which chain is meant
 */
public record ChainAddress(List<URI> urls, @Nullable Hash genesis) {

    private static final Duration INCLUSION = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofSeconds(3);

    public ChainAddress {
        urls = List.copyOf(urls);
    }

    /** The chain of a name. */
    public static ChainAddress of(ChainNetwork network) {
        String genesis = network.genesis();
        return new ChainAddress(
                List.of(URI.create(network.url())), genesis == null ? null : Hash.ofHex(genesis));
    }

    /**
     * One address, or several of subtensor nodes with commas between them.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static ChainAddress parse(String text) {
        List<URI> urls =
                Arrays.stream(text.split(",")).map(String::strip).map(URI::create).toList();
        boolean known =
                urls.stream().allMatch(url -> url.getHost() != null)
                        && (urls.stream().allMatch(ChainAddress::isWebSocket)
                                || urls.size() == 1 && isHttp(urls.getFirst()));
        if (!known) {
            throw new IllegalArgumentException(text);
        }
        return new ChainAddress(urls, null);
    }

    /** Whether the chain is one of this program's own, for development. */
    public boolean isLocal() {
        return isHttp(this.urls.getFirst());
    }

    /** Whether the chain is on this machine or in this machine's own network, as its nodes will be then. */
    public boolean isPrivate() {
        return this.urls.stream().allMatch(url -> isPrivate(url.getHost()));
    }

    /** Begins to connect to a subnet of the chain. */
    public Subtensor open(int netuid, Duration timeout) {
        return isLocal() ? local(netuid, timeout) : subtensor(netuid, timeout);
    }

    /** A client of the local chain. */
    public LocalSubtensor local(int netuid, Duration timeout) {
        return new LocalSubtensor(this.urls.getFirst(), netuid, timeout);
    }

    /** A client of subtensor nodes. */
    public RpcSubtensor subtensor(int netuid, Duration timeout) {
        return new RpcSubtensor(
                new SubtensorSettings(
                        RpcSettings.of(this.urls, timeout, this.genesis),
                        netuid,
                        INCLUSION,
                        POLL,
                        Wallet.path("~/.filetao/weight-commits")));
    }

    @Override
    public String toString() {
        return this.urls.stream().map(URI::toString).collect(Collectors.joining(","));
    }

    private static boolean isHttp(URI url) {
        return "http".equals(url.getScheme());
    }

    private static boolean isWebSocket(URI url) {
        return "ws".equals(url.getScheme()) || "wss".equals(url.getScheme());
    }

    /** Of addresses in digits only, so that no name is looked up for it. */
    private static boolean isPrivate(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
            return address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
