package io.filetao.common.protocol.axon;

import io.filetao.common.crypto.Hash;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.ResponseSignature;
import io.filetao.common.wallet.Signer;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** Ends a streamed body with the frame of its signature. */
record SignedBodyWriter(Signer responder, Caller caller, int status, BodyWriter writer)
        implements BodyWriter {

    @Override
    public void writeTo(OutputStream body) throws IOException {
        MessageDigest digest = Hash.newSha256();
        this.writer.writeTo(new DigestOutputStream(body, digest));
        body.write(
                ResponseSignature.sign(
                        this.responder,
                        this.caller.nonce(),
                        this.status,
                        Hash.of(digest.digest()),
                        this.caller.hotkey()));
    }
}
