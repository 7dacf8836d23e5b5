package io.filetao.common.chain.local;

import io.filetao.common.wallet.Signatures;
import io.filetao.common.wallet.Signer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A transaction as it travels: its exact JSON text, and an sr25519 signature of that text.
 *
 * @param transaction JSON of a {@link Transaction}; signed as these bytes, so no canonical form is needed
 * @param signature 0x and 128 hex digits
 */
record SignedTransaction(String transaction, String signature) {

    private static final String CONTEXT = "filetao-local-chain/1\n";

    static SignedTransaction sign(Transaction transaction, Signer signer) {
        String text = LocalChainJson.MAPPER.writeValueAsString(transaction);
        return new SignedTransaction(
                text, "0x" + HexFormat.of().formatHex(signer.sign(message(text))));
    }

    /**
     * The transaction inside, once its signature has been verified.
     *
     * @throws RefusedCallException when it is malformed or not signed by the signer that it names
     */
    Transaction verified() {
        Transaction decoded;
        byte[] signatureBytes;
        try {
            decoded = LocalChainJson.MAPPER.readValue(this.transaction, Transaction.class);
            signatureBytes = HexFormat.of().parseHex(this.signature.replaceFirst("^0x", ""));
        } catch (RuntimeException malformed) {
            throw new RefusedCallException(
                    "MalformedTransaction", "the transaction cannot be read");
        }
        if (!Signatures.verify(decoded.signer(), message(this.transaction), signatureBytes)) {
            throw new RefusedCallException(
                    "BadProof", "the signature does not belong to " + decoded.signer());
        }
        return decoded;
    }

    private static byte[] message(String text) {
        return (CONTEXT + text).getBytes(StandardCharsets.UTF_8);
    }
}
