package io.filetao.common.transfer;

import io.filetao.common.crypto.Hash;
import io.filetao.common.proof.AuditKeys;
import io.filetao.common.proof.SealStream;
import io.filetao.common.proof.StoreOffer;
import io.filetao.common.proof.StoreTrailer;
import io.filetao.common.protocol.dendrite.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/** What is sent to store a shard: offer, sealed bytes, trailer. The sealed bytes are made anew while they are sent. */
record SealedBody(
        AuditKeys keys, StoreOffer offer, StoreTrailer trailer, Hash digest, ShardSource source)
        implements Upload {

    @Override
    public long length() {
        return this.offer.bodyLength();
    }

    @Override
    public InputStream open() throws IOException {
        return new SequenceInputStream(
                Collections.enumeration(
                        List.of(
                                new ByteArrayInputStream(this.offer.encode()),
                                new SealStream(this.keys, this.offer, this.source.open()),
                                new ByteArrayInputStream(this.trailer.encode()))));
    }
}
