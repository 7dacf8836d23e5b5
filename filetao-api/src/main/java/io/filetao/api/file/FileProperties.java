package io.filetao.api.file;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of what is read.
 *
 * @param retrieveTimeout Time for which a download may stand still, however long it takes in all.
 * @param proofAge Age up to which a shard's last proof counts.
 */
@ConfigurationProperties("filetao.api")
record FileProperties(
        @DefaultValue("60s") Duration retrieveTimeout, @DefaultValue("7d") Duration proofAge) {}
