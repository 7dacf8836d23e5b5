package io.filetao.api.access;

import io.filetao.common.wallet.Ss58Address;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param openAccess Whether everybody may call, signed or not.
 * @param whitelistedHotkeys Hotkeys, or coldkeys with all their hotkeys, that may call.
 * @param blacklistedHotkeys Hotkeys, or coldkeys with all their hotkeys, that may never call.
 */
@ConfigurationProperties("filetao.api")
record AccessProperties(
        @DefaultValue("false") boolean openAccess,
        @DefaultValue Set<Ss58Address> whitelistedHotkeys,
        @DefaultValue Set<Ss58Address> blacklistedHotkeys) {}
