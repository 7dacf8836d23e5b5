package io.filetao.api.file;

import io.filetao.api.access.ApiCaller;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.cid.Cid;
import io.filetao.common.index.Claim;
import io.filetao.common.index.FileIndex;
import io.filetao.common.index.FileRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds files and the claim that counts for a caller. */
@Component
final class FileLookup {

    private final FileIndex index;
    private final InstantSource clock;

    FileLookup(FileIndex index, InstantSource clock) {
        this.index = index;
        this.clock = clock;
    }

    /**
     * A file that somebody still claims.
     *
     * @throws ProblemException with 404 or 410 when there is none
     */
    Found find(Cid cid, ApiCaller caller) {
        FileRecord file =
                this.index
                        .find(cid.toString())
                        .orElseThrow(() ->
                                new ProblemException(
                                        ProblemType.FILE_NOT_FOUND,
                                        "No file of the identifier %s is stored here; check it, or ask another validator."
                                                .formatted(cid)));
        Instant now = this.clock.instant();
        List<Claim> live =
                this.index.claims(cid.toString()).stream()
                        .filter(claim -> claim.expiresAt().isAfter(now))
                        .sorted(
                                Comparator.comparing(
                                        claim -> !claim.account().equals(caller.account())))
                        .toList();
        if (live.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FILE_EXPIRED, "The file has expired; store it again.");
        }
        return new Found(cid, file, live.getFirst());
    }

    /**
     * A file.
     *
     * @param claim the caller's own; without one somebody else's, whose sealed payload lets a client say that its key does not fit
     */
    record Found(Cid cid, FileRecord file, Claim claim) {

        boolean isOwnedBy(ApiCaller caller) {
            return this.claim.account().equals(caller.account());
        }
    }
}
