package io.filetao.api.access;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A request of which nothing was checked yet. */
final class Applicant extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient ServerHttpRequest request;

    Applicant(ServerHttpRequest request) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.request = request;
    }

    ServerHttpRequest request() {
        return this.request;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return "";
    }
}
