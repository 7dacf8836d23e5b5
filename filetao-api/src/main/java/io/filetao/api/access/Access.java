package io.filetao.api.access;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.protocol.Authentication;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.Authentication.Refused;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.wallet.Ss58Address;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Decides from a request's headers alone whether it is served, and for whom.
 *
 * <p>By default only signed requests of whitelisted keys are; with open access everybody is served, and who does not sign shares one
 * account. Blocks on the memory of nonces, so it is called on a virtual thread.
 */
@Component
final class Access {

    private final AccessProperties properties;
    private final RequestVerifier verifier;
    private final Accounts accounts;

    Access(AccessProperties properties, RequestVerifier verifier, Accounts accounts) {
        this.properties = properties;
        this.verifier = verifier;
        this.accounts = accounts;
    }

    /**
     * The caller of a request.
     *
     * @throws ProblemException with 401 or 403 when it is not to be served
     */
    ApiCaller admit(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        if (headers.getFirst(RequestSignature.SIGNATURE_HEADER) != null) {
            return admitSigned(request);
        }
        if (this.properties.openAccess()) {
            return ApiCaller.OPEN;
        }
        throw new ProblemException(
                        ProblemType.UNAUTHENTICATED,
                        "This node serves only signed requests; use the filetao command with a wallet, or ask its operator for access.")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"filetao\"");
    }

    private ApiCaller admitSigned(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        String target = request.getURI().getRawPath() + (query == null ? "" : "?" + query);
        Authentication authentication =
                this.verifier.verify(
                        request.getMethod().name(),
                        target,
                        name -> joined(request.getHeaders().get(name)));
        return switch (authentication) {
            case Refused refused ->
                    throw new ProblemException(
                                    ProblemType.SIGNATURE_REFUSED, refused.detail() + ".")
                            .with("refusal", refused.reason().code());
            case Caller caller -> admitCaller(caller, request);
        };
    }

    private ApiCaller admitCaller(Caller caller, ServerHttpRequest request) {
        Ss58Address account =
                this.accounts.of(
                        caller.hotkey(),
                        joined(request.getHeaders().get(RequestSignature.ACCOUNT_HEADER)));
        if (isListed(this.properties.blacklistedHotkeys(), caller.hotkey(), account)) {
            throw new ProblemException(
                    ProblemType.NOT_ADMITTED, "This node does not serve this key.");
        }
        if (!this.properties.openAccess()
                && !isListed(this.properties.whitelistedHotkeys(), caller.hotkey(), account)) {
            throw new ProblemException(
                    ProblemType.NOT_ADMITTED,
                    "The hotkey %s is not on this node's list; ask its operator to add it."
                            .formatted(caller.hotkey()));
        }
        return new ApiCaller(account.value(), caller.hotkey(), caller.bodyDigest());
    }

    private static boolean isListed(
            Set<Ss58Address> list, Ss58Address hotkey, Ss58Address account) {
        return list.contains(hotkey) || list.contains(account);
    }

    private static @Nullable String joined(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? null : String.join(",", values);
    }
}
