package io.filetao.api.file;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.cid.Cid;
import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * The entity tag of a file: its CID, so that a copy never goes stale.
 *
 * @param value as it stands in {@code ETag}, in quotes
 */
record EntityTag(String value) {

    static EntityTag of(Cid cid) {
        return new EntityTag("\"" + cid + "\"");
    }

    /**
     * Checks a request's {@code If-Match}.
     *
     * @throws ProblemException with 412 when it names only others
     */
    void requireMatch(HttpHeaders headers) {
        List<String> ifMatch = headers.getOrEmpty(HttpHeaders.IF_MATCH);
        if (!ifMatch.isEmpty() && !isListed(ifMatch)) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "The file's entity tag is %s, not the one in If-Match.".formatted(this.value));
        }
    }

    /** Whether it is in a list of entity tags, weak or strong; {@code *} lists every one. */
    boolean isListed(List<String> headers) {
        for (String header : headers) {
            for (String tag : header.split(",", -1)) {
                String stripped = tag.strip();
                String strong = stripped.startsWith("W/") ? stripped.substring(2) : stripped;
                if (strong.equals("*") || strong.equals(this.value)) {
                    return true;
                }
            }
        }
        return false;
    }
}
