package io.filetao.api.file;

import io.filetao.common.broadband.FileReader;
import io.filetao.common.broadband.FileRemover;
import io.filetao.common.broadband.FileWriter;
import io.filetao.common.broadband.StoreRequest;
import io.filetao.common.broadband.StoredFile;
import io.filetao.common.index.FileRecord;
import java.io.IOException;
import java.io.InputStream;

/** Files on the miners of the network. */
final class NetworkFileStore implements FileStore {

    private final FileWriter writer;
    private final FileReader reader;
    private final FileRemover remover;

    NetworkFileStore(FileWriter writer, FileReader reader, FileRemover remover) {
        this.writer = writer;
        this.reader = reader;
        this.remover = remover;
    }

    @Override
    public StoredFile store(InputStream body, StoreRequest request) throws IOException {
        return this.writer.store(body, request);
    }

    @Override
    public InputStream read(FileRecord file, long from, long to) throws IOException {
        return this.reader.open(file).readEagerly(from, to);
    }

    @Override
    public boolean remove(String cid, String account) {
        return this.remover.remove(cid, account);
    }
}
