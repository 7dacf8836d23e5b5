package io.filetao.common.client;

import io.filetao.common.chain.Metagraph;
import io.filetao.common.chain.Neuron;
import io.filetao.common.cid.Cid;
import io.filetao.common.protocol.dendrite.AddressPolicy;
import io.filetao.common.wallet.PasswordSource;
import io.filetao.common.wallet.Ss58Address;
import io.filetao.common.wallet.Wallet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Retrieves what a wallet has stored, decrypted and verified, from the validators that index it.
 *
 * <pre>{@code
 * RetrieveUserApi retrieve = new RetrieveUserApi(wallet, PasswordSource.NONE);
 * byte[] data = retrieve.retrieve(stored.cid(), stored.hotkeys(), metagraph, UserOptions.DEFAULTS);
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class RetrieveUserApi {

    private final UserSession session;

    /**
     * @param wallet whose hotkey signs and whose coldkey decrypts
     * @param passwords asked when one of its keyfiles is encrypted
     */
    public RetrieveUserApi(Wallet wallet, PasswordSource passwords) {
        this.session = new UserSession(wallet, passwords);
    }

    /** Retrieves data that fits into memory. */
    public byte[] retrieve(
            Cid cid, List<Ss58Address> hotkeys, Metagraph metagraph, UserOptions options)
            throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        retrieve(cid, hotkeys, metagraph, options, data);
        return data.toByteArray();
    }

    /**
     * Retrieves data into a stream, which is not closed. What was written before a failure was right, but not all.
     *
     * @param hotkeys validators to ask, in this order; with none the options' uid, or any validator
     * @throws FiletaoClientException when a hotkey is not registered, no node is found or none has the file
     */
    public void retrieve(
            Cid cid,
            List<Ss58Address> hotkeys,
            Metagraph metagraph,
            UserOptions options,
            OutputStream out)
            throws IOException {
        ApiNodes nodes = new ApiNodes(new AddressPolicy(options.allowPrivate()));
        ApiNode node =
                hotkeys.isEmpty()
                        ? nodes.find(metagraph, options.uid())
                        : nodes.first(neurons(hotkeys, metagraph))
                                .orElseThrow(() ->
                                        new FiletaoClientException(
                                                "None of the validators that were named has an API node that answers; name another."));
        retrieve(cid, node, options, out);
    }

    /** Retrieves data from the given node into a stream, which is not closed. */
    public void retrieve(Cid cid, ApiNode node, UserOptions options, OutputStream out)
            throws IOException {
        try (FiletaoClient client = this.session.client(node, options)) {
            FileDownload.open(client, cid, () -> this.session.coldkey().secretKey())
                    .writeTo(out, options.progress());
        }
    }

    private static List<Neuron> neurons(List<Ss58Address> hotkeys, Metagraph metagraph)
            throws FiletaoClientException {
        List<Neuron> neurons = new ArrayList<>();
        for (Ss58Address hotkey : hotkeys) {
            neurons.add(
                    metagraph
                            .neuron(hotkey)
                            .orElseThrow(() ->
                                    new FiletaoClientException(
                                            "The hotkey %s is not registered on subnet %d; leave it out."
                                                    .formatted(hotkey, metagraph.netuid()))));
        }
        return neurons;
    }
}
