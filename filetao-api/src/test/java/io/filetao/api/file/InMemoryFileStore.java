package io.filetao.api.file;

import io.filetao.common.broadband.StoreRequest;
import io.filetao.common.broadband.StoredFile;
import io.filetao.common.broadband.WrongBodyException;
import io.filetao.common.cid.Cid;
import io.filetao.common.content.ContentRoot;
import io.filetao.common.crypto.Hash;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import io.filetao.common.index.SegmentRecord;
import io.filetao.common.index.ShardRecord;
import io.filetao.common.wallet.Ss58Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps bytes in memory and records in the real index, so that the API can be tried without miners. */
final class InMemoryFileStore implements FileStore {

    private final FileIndex index;
    private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    InMemoryFileStore(FileIndex index) {
        this.index = index;
    }

    /** Number of bodies that were begun and broke. */
    int failed() {
        return this.failed.get();
    }

    int started() {
        return this.started.get();
    }

    /** Lets go of all bytes. */
    void forget() {
        this.bytes.clear();
    }

    /** Makes a file unreadable, as if its miners were gone. */
    void lose(String cid) {
        this.bytes.remove(cid);
    }

    @Override
    public StoredFile store(InputStream body, StoreRequest request) throws IOException {
        this.started.incrementAndGet();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Claim claim =
                new Claim(
                        request.account(),
                        request.payload(),
                        request.name(),
                        request.contentType(),
                        now,
                        now.plus(request.ttl()));
        Hash expected = request.expectedDigest();
        if (expected != null) {
            String cid = Cid.ofDigest(expected).toString();
            if (this.index.claim(cid, claim)) {
                return new StoredFile(this.index.find(cid).orElseThrow(), claim, true, false);
            }
        }
        byte[] content;
        try {
            content = body.readAllBytes();
        } catch (IOException | RuntimeException broken) {
            this.failed.incrementAndGet();
            throw broken;
        }
        Hash digest = Hash.sha256(content);
        if (expected != null && !expected.equals(digest)) {
            throw new WrongBodyException(
                    WrongBodyException.Reason.DIGEST, "The bytes have another SHA-256");
        }
        ContentRoot root = ContentRoot.of(content);
        FileRecord record =
                record(
                        content,
                        digest,
                        request.payload() == null ? root : root.withoutGroups(),
                        now);
        this.bytes.put(record.cid(), content);
        return new StoredFile(this.index.record(record, claim), claim, false, false);
    }

    @Override
    public InputStream read(FileRecord file, long from, long to) throws IOException {
        byte[] content = this.bytes.get(file.cid());
        if (content == null) {
            throw new IOException("Too few shards");
        }
        return new ByteArrayInputStream(content, (int) from, (int) (to - from));
    }

    @Override
    public boolean remove(String cid, String account) {
        return this.index.endClaim(cid, account).claimEnded();
    }

    private static FileRecord record(byte[] content, Hash digest, ContentRoot root, Instant now) {
        ShardRecord shard =
                new ShardRecord(
                        0,
                        id(),
                        Ss58Address.of(digest.bytes()),
                        0,
                        content.length,
                        digest,
                        digest,
                        1,
                        now,
                        null);
        return new FileRecord(
                Cid.ofDigest(digest).toString(),
                id(),
                content.length,
                root,
                now,
                content.length == 0
                        ? List.of()
                        : List.of(new SegmentRecord(content.length, 1, 1, List.of(shard))));
    }

    private static String id() {
        byte[] id = new byte[16];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
