package io.filetao.cli.demo;

import io.filetao.common.cid.Cid;
import io.filetao.common.crypto.Hash;
import java.nio.file.Path;

/**
 * A file that the demo has stored.
 *
 * @param source where it came from
 * @param digest SHA-256 of it before encryption
 */
record StoredSample(Path source, long size, Hash digest, Cid cid) {

    String name() {
        return String.valueOf(this.source.getFileName());
    }
}
