package io.filetao.common.protocol.dendrite;

import io.filetao.common.crypto.Hash;
import java.io.IOException;
import java.io.InputStream;

/** A request body that is produced while it is sent, in pieces of {@value #PIECE_BYTES} bytes, whenever the receiver takes more. */
public interface Upload {

    /** Bytes that are produced at once. */
    int PIECE_BYTES = 64 << 10;

    /** Exact number of bytes. */
    long length();

    /** SHA-256 of all of them, which the request's signature covers. */
    Hash digest();

    /** The bytes from the start; called once per attempt, closed by the caller. */
    InputStream open() throws IOException;
}
