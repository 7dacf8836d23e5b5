package io.filetao.api.access;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.access.AccessToken;
import io.filetao.common.access.AccessTokens;
import io.filetao.common.access.Scope;
import io.filetao.common.chain.MetagraphCache;
import io.filetao.common.chain.Neuron;
import io.filetao.common.protocol.Authentication;
import io.filetao.common.protocol.Authentication.Caller;
import io.filetao.common.protocol.Authentication.Refused;
import io.filetao.common.protocol.RequestSignature;
import io.filetao.common.protocol.RequestVerifier;
import io.filetao.common.wallet.Keypair;
import io.filetao.common.wallet.Ss58Address;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Decides from a request's headers alone for whom it is served and what it may do.
 *
 * <p>By default only whitelisted keys and bearers of tokens are; with open access everybody may read and write, and who shows
 * nothing shares one account. Of a request with both, the token says what it may do and the signature for whom. The node's own keys
 * may do everything. Blocks on the memory of nonces and tokens, so it is called on a virtual thread.
 */
@Component
final class Access {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String SCHEME = "Bearer ";
    private static final Set<Scope> USE = EnumSet.of(Scope.READ, Scope.WRITE);

    private final AccessProperties properties;
    private final RequestVerifier verifier;
    private final Accounts accounts;
    private final AccessTokens tokens;
    private final MetagraphCache metagraph;
    private final Ss58Address self;

    Access(
            AccessProperties properties,
            RequestVerifier verifier,
            Accounts accounts,
            AccessTokens tokens,
            MetagraphCache metagraph,
            Keypair self) {
        this.properties = properties;
        this.verifier = verifier;
        this.accounts = accounts;
        this.tokens = tokens;
        this.metagraph = metagraph;
        this.self = self.address();
        if (properties.openAccess()) {
            LOG.warn(
                    "Access is open: everybody may store and read here; set filetao.api.open-access=false to end that");
        }
    }

    /** Whether a request shows anything by which it could be admitted. */
    boolean isAsked(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return this.properties.openAccess()
                || headers.getFirst(RequestSignature.SIGNATURE_HEADER) != null
                || headers.getFirst(HttpHeaders.AUTHORIZATION) != null;
    }

    /**
     * The caller of a request.
     *
     * @throws ProblemException with 401 or 403 when it is not to be served
     */
    ApiCaller admit(ServerHttpRequest request) {
        AccessToken token = token(request.getHeaders());
        if (request.getHeaders().getFirst(RequestSignature.SIGNATURE_HEADER) != null) {
            return admitSigned(request, token);
        }
        if (token != null) {
            checkBlacklist(token.hotkey(), token.account());
            String account = token.account().value();
            return new ApiCaller(account, token.hotkey(), null, token.scopes(), account);
        }
        if (this.properties.openAccess()) {
            return new ApiCaller(ApiCaller.OPEN_ACCOUNT, null, null, USE, origin(request));
        }
        throw Challenge.unauthenticated();
    }

    private @Nullable AccessToken token(HttpHeaders headers) {
        String authorization = joined(headers.get(HttpHeaders.AUTHORIZATION));
        if (authorization == null) {
            return null;
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Challenge.invalidToken("Send the token as 'Authorization: Bearer TOKEN'.");
        }
        return this.tokens
                .find(authorization.substring(SCHEME.length()).strip())
                .orElseThrow(() ->
                        Challenge.invalidToken(
                                "The token is unknown, was revoked or has expired; ask the node's operator for a new one."));
    }

    private ApiCaller admitSigned(ServerHttpRequest request, @Nullable AccessToken token) {
        String query = request.getURI().getRawQuery();
        String target = request.getURI().getRawPath() + (query == null ? "" : "?" + query);
        Authentication authentication =
                this.verifier.verify(
                        request.getMethod().name(),
                        target,
                        name -> joined(request.getHeaders().get(name)));
        return switch (authentication) {
            case Refused refused -> throw Challenge.signatureRefused(refused);
            case Caller caller -> admitCaller(caller, request, token);
        };
    }

    private ApiCaller admitCaller(
            Caller caller, ServerHttpRequest request, @Nullable AccessToken token) {
        Ss58Address account =
                this.accounts.of(
                        caller.hotkey(),
                        joined(request.getHeaders().get(RequestSignature.ACCOUNT_HEADER)));
        checkBlacklist(caller.hotkey(), account);
        if (token != null) {
            checkBlacklist(token.hotkey(), token.account());
        }
        Set<Scope> scopes = token == null ? scopes(caller.hotkey(), account) : token.scopes();
        return new ApiCaller(
                account.value(), caller.hotkey(), caller.bodyDigest(), scopes, account.value());
    }

    private Set<Scope> scopes(Ss58Address hotkey, Ss58Address account) {
        if (isOwn(hotkey, account)) {
            return Scope.all();
        }
        if (this.properties.openAccess()
                || isListed(this.properties.whitelistedHotkeys(), hotkey, account)) {
            return USE;
        }
        throw new ProblemException(
                ProblemType.NOT_ADMITTED,
                "The hotkey %s is not on this node's list; ask its operator to add it or for a token."
                        .formatted(hotkey));
    }

    /** Whether the node's own hotkey signed, or one for which the coldkey of the node vouches. */
    private boolean isOwn(Ss58Address hotkey, Ss58Address account) {
        return hotkey.equals(this.self)
                || this.metagraph
                        .neuron(this.self)
                        .map(Neuron::coldkey)
                        .filter(account::equals)
                        .isPresent();
    }

    private void checkBlacklist(Ss58Address hotkey, Ss58Address account) {
        if (isListed(this.properties.blacklistedHotkeys(), hotkey, account)) {
            throw new ProblemException(
                    ProblemType.NOT_ADMITTED, "This node does not serve this key.");
        }
    }

    private static boolean isListed(
            Set<Ss58Address> list, Ss58Address hotkey, Ss58Address account) {
        return list.contains(hotkey) || list.contains(account);
    }

    private static String origin(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return ApiCaller.OPEN_ACCOUNT
                + "@"
                + (remote == null || remote.getAddress() == null
                        ? "unknown"
                        : remote.getAddress().getHostAddress());
    }

    private static @Nullable String joined(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? null : String.join(",", values);
    }
}
