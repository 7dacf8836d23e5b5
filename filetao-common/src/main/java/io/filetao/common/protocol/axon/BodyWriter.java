package io.filetao.common.protocol.axon;

import java.io.IOException;
import java.io.OutputStream;

/** Produces a response body by blocking writes, on a virtual thread of its own. */
@FunctionalInterface
public interface BodyWriter {

    /** Writes the whole body. A failure breaks the connection off, so that a part is never taken for the whole. */
    void writeTo(OutputStream body) throws IOException;
}
