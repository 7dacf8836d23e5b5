package io.filetao.api.file;

import io.filetao.common.broadband.StoreRequest;
import io.filetao.common.broadband.StoredFile;
import io.filetao.common.index.FileRecord;
import java.io.IOException;
import java.io.InputStream;

/** Where files go: the miners, with the index as their map. Calls block. */
interface FileStore {

    /** Stores a body to its end, unless its announced digest is held already. On failure nothing remains. */
    StoredFile store(InputStream body, StoreRequest request) throws IOException;

    /**
     * The bytes from one offset up to another (exclusive), verified and decoded while they are read; fails at once when what the
     * first read needs cannot be fetched.
     */
    InputStream read(FileRecord file, long from, long to) throws IOException;

    /** Ends an account's claim on a file, and drops the bytes with the last claim; answers false when it has none. */
    boolean remove(String cid, String account);
}
