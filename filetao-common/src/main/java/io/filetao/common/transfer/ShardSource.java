package io.filetao.common.transfer;

import java.io.IOException;
import java.io.InputStream;

/** The unsealed bytes of a shard, readable from the start as often as it takes. */
public interface ShardSource {

    /** L, exact number of bytes. */
    long length();

    InputStream open() throws IOException;
}
