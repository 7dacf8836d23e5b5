package io.filetao.common.chain.extrinsic;

import io.filetao.common.chain.ChainException;
import io.filetao.common.chain.metadata.SignedExtension;
import io.filetao.common.chain.metadata.TypeRegistry;
import io.filetao.common.chain.metadata.Value;
import io.filetao.common.chain.scale.ScaleReader;
import io.filetao.common.chain.scale.ScaleWriter;
import io.filetao.common.crypto.Blake2b;
import io.filetao.common.wallet.Signer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A call, signed and ready to be sent (version 4).
 *
 * <pre>
 * compact length | 84 | 00 signer 32 | 01 signature 64 | extra | call
 * signed: call | extra | implicit, or its BLAKE2b-256 when that is longer than 256 bytes
 * </pre>
 *
 * <p>What is extra and implicit, the metadata's list of extensions says. An extension with content that is not known here is a
 * reason not to sign: what it means is not known either.
 *
 * @param bytes with their length in front
 */
public record SignedExtrinsic(byte[] bytes) {

    private static final int SIGNED_VERSION_4 = 0x84;
    private static final int ACCOUNT_ID = 0;
    private static final int SR25519 = 1;
    private static final int LONGEST_SIGNED = 256;

    /**
     * Signs a call.
     *
     * @throws ChainException when the chain has an extension that is not known
     */
    public static SignedExtrinsic sign(
            SigningContext context, long nonce, byte[] call, Signer signer) {
        ScaleWriter extra = new ScaleWriter();
        ScaleWriter implicit = new ScaleWriter();
        Map<String, Value> sent = sent(context, nonce);
        Map<String, Value> signed = signed(context);
        TypeRegistry types = context.metadata().types();
        for (SignedExtension extension : context.metadata().extensions()) {
            extra.raw(encoded(types, extension, extension.type(), sent));
            implicit.raw(encoded(types, extension, extension.implicit(), signed));
        }
        byte[] payload =
                new ScaleWriter().raw(call).raw(extra.bytes()).raw(implicit.bytes()).bytes();
        byte[] message = payload.length > LONGEST_SIGNED ? Blake2b.hash256(payload) : payload;
        byte[] body =
                new ScaleWriter()
                        .u8(SIGNED_VERSION_4)
                        .u8(ACCOUNT_ID)
                        .raw(signer.address().publicKey())
                        .u8(SR25519)
                        .raw(signer.sign(message))
                        .raw(extra.bytes())
                        .raw(call)
                        .bytes();
        return new SignedExtrinsic(new ScaleWriter().byteVector(body).bytes());
    }

    /** {@code 0x} and the bytes in hexadecimal. */
    public String hex() {
        return "0x" + HexFormat.of().formatHex(this.bytes);
    }

    private static Map<String, Value> sent(SigningContext context, long nonce) {
        ScaleReader era = new ScaleReader(context.era().encode());
        return Map.of(
                "CheckMortality", new Value.Choice("Mortal" + era.u8(), Value.of(era.u8())),
                "CheckNonce", Value.of(nonce),
                "ChargeTransactionPayment", Value.of(0),
                "CheckMetadataHash",
                        Value.of(Map.of("mode", new Value.Choice("Disabled", nothing()))));
    }

    private static Map<String, Value> signed(SigningContext context) {
        return Map.of(
                "CheckSpecVersion", Value.of(context.specVersion()),
                "CheckTxVersion", Value.of(context.transactionVersion()),
                "CheckGenesis", Value.of(context.genesis().bytes()),
                "CheckMortality", Value.of(context.birth().bytes()),
                "CheckMetadataHash", Value.none());
    }

    private static byte[] encoded(
            TypeRegistry types, SignedExtension extension, int type, Map<String, Value> known) {
        if (types.isEmpty(type)) {
            return new byte[0];
        }
        try {
            return types.encode(type, known.getOrDefault(extension.name(), nothing()));
        } catch (IllegalArgumentException unknown) {
            throw new ChainException(
                    "The chain wants calls to carry "
                            + extension.name()
                            + ", which this version does not know, so nothing is signed; update"
                            + " it.",
                    unknown);
        }
    }

    private static Value nothing() {
        return Value.of(List.of());
    }
}
