package io.filetao.api.access;

import io.filetao.api.web.Blocking;
import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import io.filetao.common.access.AccessTokens;
import io.filetao.common.access.Scope;
import io.filetao.common.redis.Keyspace;
import io.filetao.common.redis.RedisCalls;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Spring Security in front of the API: who sends a request is found out before anything of its body is asked for, and every call
 * needs a scope. Descriptions, health and metrics are not part of the API and need none.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class AccessConfiguration {

    private static final String API = "/api/**";
    private static final String TOKENS = "/api/v1/access/**";
    private static final String UPLOADS = "/api/v1/uploads/**";

    @Bean
    AccessTokens accessTokens(RedisCalls redis, Keyspace keys, InstantSource clock) {
        return new AccessTokens(redis, keys, clock);
    }

    @Bean
    SecurityWebFilterChain accessChain(
            ServerHttpSecurity security, Access access, Blocking blocking) {
        return security.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(
                        authentication(access, blocking), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(AccessConfiguration::scopes)
                .exceptionHandling(refusals ->
                        refusals.authenticationEntryPoint(
                                        (_, _) -> Mono.error(Challenge.unauthenticated()))
                                .accessDeniedHandler((exchange, _) ->
                                        Mono.error(Challenge.insufficientScope(needed(exchange)))))
                .build();
    }

    /** Paths that are ambiguous are refused; what header values may hold the server and each reader of one checks. */
    @Bean
    StrictServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setAllowedHeaderValues(_ -> true);
        return firewall;
    }

    @Bean
    ServerExchangeRejectedHandler rejectedExchange() {
        return (_, rejected) ->
                Mono.error(
                        new ProblemException(
                                ProblemType.INVALID_REQUEST,
                                "The request's path or one of its headers holds what is not allowed"
                                        + " there.",
                                rejected));
    }

    private static AuthenticationWebFilter authentication(Access access, Blocking blocking) {
        ReactiveAuthenticationManager manager =
                applicant ->
                        blocking.call(() -> admitted(access, ((Applicant) applicant).request()));
        AuthenticationWebFilter filter = new AuthenticationWebFilter(manager);
        filter.setRequiresAuthenticationMatcher(ServerWebExchangeMatchers.pathMatchers(API));
        filter.setServerAuthenticationConverter(exchange ->
                access.isAsked(exchange.getRequest())
                        ? Mono.just(new Applicant(exchange.getRequest()))
                        : Mono.empty());
        filter.setAuthenticationSuccessHandler((chain, admitted) -> {
            ((Admitted) admitted).getPrincipal().attachTo(chain.getExchange());
            return chain.getChain().filter(chain.getExchange());
        });
        return filter;
    }

    private static Authentication admitted(Access access, ServerHttpRequest request) {
        return new Admitted(access.admit(request));
    }

    private static void scopes(AuthorizeExchangeSpec exchanges) {
        exchanges
                .pathMatchers(TOKENS)
                .hasAuthority(Scope.ADMIN.text())
                .pathMatchers(HttpMethod.OPTIONS, UPLOADS)
                .permitAll()
                .pathMatchers(UPLOADS)
                .hasAuthority(Scope.WRITE.text())
                .pathMatchers(HttpMethod.GET, API)
                .hasAuthority(Scope.READ.text())
                .pathMatchers(HttpMethod.HEAD, API)
                .hasAuthority(Scope.READ.text())
                .pathMatchers(API)
                .hasAuthority(Scope.WRITE.text())
                .anyExchange()
                .permitAll();
    }

    private static Scope needed(ServerWebExchange exchange) {
        if (exchange.getRequest().getPath().value().startsWith("/api/v1/access/")) {
            return Scope.ADMIN;
        }
        if (exchange.getRequest().getPath().value().startsWith("/api/v1/uploads")) {
            return Scope.WRITE;
        }
        HttpMethod method = exchange.getRequest().getMethod();
        return method == HttpMethod.GET || method == HttpMethod.HEAD ? Scope.READ : Scope.WRITE;
    }
}
