package io.filetao.api.access;

import io.filetao.common.crypto.Hash;
import io.filetao.common.wallet.Ss58Address;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who sent an admitted request.
 *
 * @param account whose claims are meant: the coldkey's address, or {@code open}
 * @param hotkey that signed the request, null for an unsigned one
 * @param bodyDigest SHA-256 that the signature promises for the body, null for an unsigned request
 */
public record ApiCaller(String account, @Nullable Ss58Address hotkey, @Nullable Hash bodyDigest) {

    /** The account of everybody who does not sign. */
    public static final String OPEN_ACCOUNT = "open";

    static final ApiCaller OPEN = new ApiCaller(OPEN_ACCOUNT, null, null);

    private static final String ATTRIBUTE = ApiCaller.class.getName();

    /** The caller of an exchange that went through {@link AccessFilter}. */
    public static ApiCaller of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }

    void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }
}
