package io.filetao.common.client;

import io.filetao.common.content.ContentProof;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file as a node answers it, with its proof; nothing of it is checked yet.
 *
 * @param from first byte
 * @param to byte after the last
 * @param size bytes of the whole file
 */
record ProvenRange(long from, long to, long size, ContentProof proof, InputStream body)
        implements AutoCloseable {

    private static final Pattern PLACE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** Reads an answer's headers; empty when it is no part or has no proof. */
    static Optional<ProvenRange> of(int status, HttpHeaders headers, InputStream body) {
        Optional<ContentProof> proof =
                headers.firstValue(ContentProof.HEADER).flatMap(ContentProof::parse);
        Matcher place = PLACE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (status != 206 || proof.isEmpty() || !place.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new ProvenRange(
                        Long.parseLong(place.group(1)),
                        Long.parseLong(place.group(2)) + 1,
                        Long.parseLong(place.group(3)),
                        proof.get(),
                        body));
    }

    @Override
    public void close() throws IOException {
        this.body.close();
    }
}
