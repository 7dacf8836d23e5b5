package io.filetao.api.web;

import io.filetao.common.broadband.UploadsBusyException;
import io.filetao.common.broadband.WrongBodyException;
import io.filetao.common.chain.ChainException;
import io.filetao.common.cid.InvalidCidException;
import io.filetao.common.index.IndexUnavailableException;
import io.filetao.common.network.NotEnoughMinersException;
import io.filetao.common.protocol.axon.BodyException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;

/** Finds the problem in what was thrown. */
final class Problems {

    private static final int RETRY_SECONDS = 5;

    private Problems() {}

    /** The problem that a failure is, by itself or by what caused it; one of {@code INTERNAL} when nothing is known of it. */
    static ProblemException of(Throwable failure) {
        for (Throwable cause : chain(failure)) {
            ProblemException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return new ProblemException(
                ProblemType.INTERNAL,
                "The node could not do this; its operator finds the reason in the log under this request's id.",
                failure);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = failure;
                next != null && !chain.contains(next);
                next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private static @Nullable ProblemException known(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case InvalidCidException invalid ->
                    new ProblemException(ProblemType.INVALID_CID, sentence(invalid), invalid);
            case NotEnoughMinersException few ->
                    new ProblemException(ProblemType.INSUFFICIENT_STORAGE, sentence(few), few)
                            .with("needed", few.needed())
                            .with("available", few.available());
            case IndexUnavailableException away ->
                    unavailable("The node's index is away; try again in a few seconds.", away);
            case ChainException away ->
                    unavailable("The chain is away; try again in a few seconds.", away);
            case BodyException body -> ofBody(body);
            case WrongBodyException body ->
                    new ProblemException(
                            body.reason() == WrongBodyException.Reason.DIGEST
                                    ? ProblemType.DIGEST_MISMATCH
                                    : ProblemType.BODY_INCOMPLETE,
                            sentence(body),
                            body);
            case UploadsBusyException busy ->
                    new ProblemException(ProblemType.UNAVAILABLE, sentence(busy), busy)
                            .retryAfter(RETRY_SECONDS);
            case ErrorResponse response -> ofSpring(response, failure);
            default -> null;
        };
    }

    private static ProblemException unavailable(String detail, Throwable cause) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, cause)
                .retryAfter(RETRY_SECONDS);
    }

    private static ProblemException ofBody(BodyException body) {
        ProblemType type =
                switch (body.reason()) {
                    case TOO_LARGE -> ProblemType.TOO_LARGE;
                    case TOO_SHORT, ABORTED -> ProblemType.BODY_INCOMPLETE;
                    case TOO_SLOW -> ProblemType.BODY_TOO_SLOW;
                    case WRONG_DIGEST -> ProblemType.DIGEST_MISMATCH;
                };
        return new ProblemException(type, sentence(body), body);
    }

    private static @Nullable ProblemException ofSpring(ErrorResponse response, Throwable failure) {
        ProblemType type =
                switch (response.getStatusCode().value()) {
                    case 400 -> ProblemType.INVALID_REQUEST;
                    case 404 -> ProblemType.NOT_FOUND;
                    case 405 -> ProblemType.METHOD_NOT_ALLOWED;
                    case 406 -> ProblemType.NOT_ACCEPTABLE;
                    case 413 -> ProblemType.TOO_LARGE;
                    case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
                    case 503 -> ProblemType.UNAVAILABLE;
                    default -> null;
                };
        if (type == null) {
            return null;
        }
        String detail = response.getBody().getDetail();
        ProblemException problem =
                new ProblemException(
                        type,
                        sentence(detail == null || detail.isBlank() ? type.title() : detail),
                        failure);
        HttpHeaders headers = response.getHeaders();
        headers.forEach((name, values) -> problem.withHeader(name, String.join(", ", values)));
        return problem;
    }

    private static String sentence(Throwable failure) {
        return sentence(String.valueOf(failure.getMessage()));
    }

    private static String sentence(String text) {
        String stripped = text.strip();
        return stripped.endsWith(".") ? stripped : stripped + ".";
    }
}
