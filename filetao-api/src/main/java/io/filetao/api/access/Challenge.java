package io.filetao.api.access;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.access.Scope;
import io.filetao.common.protocol.Authentication.Refused;
import org.springframework.http.HttpHeaders;

/** The refusals that say how to be admitted (RFC 6750 section 3). */
final class Challenge {

    private static final String REALM = "Bearer realm=\"filetao\"";

    private Challenge() {}

    static ProblemException unauthenticated() {
        return with(
                new ProblemException(
                        ProblemType.UNAUTHENTICATED,
                        "This node serves only signed requests and bearers of a token; use the filetao command with a wallet, or ask its operator for a token."),
                REALM);
    }

    static ProblemException invalidToken(String detail) {
        return with(
                new ProblemException(ProblemType.INVALID_TOKEN, detail),
                REALM + ", error=\"invalid_token\"");
    }

    static ProblemException signatureRefused(Refused refused) {
        return with(
                new ProblemException(ProblemType.SIGNATURE_REFUSED, refused.detail() + ".")
                        .with("refusal", refused.reason().code()),
                REALM);
    }

    static ProblemException insufficientScope(Scope needed) {
        return with(
                new ProblemException(
                                ProblemType.INSUFFICIENT_SCOPE,
                                "This needs the scope %s; ask the node's operator for a token that has it."
                                        .formatted(needed.text()))
                        .with("scope", needed.text()),
                REALM + ", error=\"insufficient_scope\", scope=\"" + needed.text() + "\"");
    }

    private static ProblemException with(ProblemException problem, String challenge) {
        return problem.withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    }
}
