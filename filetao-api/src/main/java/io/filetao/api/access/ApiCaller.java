package io.filetao.api.access;

import io.filetao.common.access.Scope;
import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who sent an admitted request.
 *
 * @param account whose claims are meant: the coldkey's address, or {@code open}
 * @param hotkey that signed the request or for which its token was issued, null under open access
 * @param bodyDigest SHA-256 that a signature promises for the body, null for an unsigned request
 * @param scopes what it may do
 * @param name under which its requests are counted: the account, or where a stranger comes from
 */
public record ApiCaller(
        String account,
        @Nullable Ss58Address hotkey,
        @Nullable Hash bodyDigest,
        Set<Scope> scopes,
        String name) {

    /** The account of everybody who neither signs nor has a token. */
    public static final String OPEN_ACCOUNT = "open";

    private static final String ATTRIBUTE = ApiCaller.class.getName();

    /** The caller of an exchange that was admitted to the API. */
    public static ApiCaller of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }

    /** The caller of an exchange, empty when it asked for nothing of the API. */
    public static Optional<ApiCaller> find(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }
}
