package io.filetao.dashboard.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Dashboard settings.
 *
 * @param api Where the API answers, scheme to port.
 * @param token Bearer token with the scope "read", where the API is not open.
 * @param refresh How long one answer of the API is shown before it is asked again.
 * @param timeout Time limit for one answer of the API, body included.
 * @param maxAnswer Size limit for one answer of the API.
 */
@ConfigurationProperties("filetao.dashboard")
record DashboardProperties(
        @DefaultValue("http://127.0.0.1:8080") URI api,
        @Nullable String token,
        @DefaultValue("2s") Duration refresh,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("8MB") DataSize maxAnswer) {}
