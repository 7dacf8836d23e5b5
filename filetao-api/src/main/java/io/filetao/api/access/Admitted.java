package io.filetao.api.access;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** An admitted caller as Spring Security knows it; each scope is an authority of its name. */
final class Admitted extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient ApiCaller caller;

    Admitted(ApiCaller caller) {
        super(
                caller.scopes().stream()
                        .map(scope -> new SimpleGrantedAuthority(scope.text()))
                        .toList());
        this.caller = caller;
        setAuthenticated(true);
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public ApiCaller getPrincipal() {
        return this.caller;
    }

    @Override
    public String getName() {
        return this.caller.name();
    }
}
