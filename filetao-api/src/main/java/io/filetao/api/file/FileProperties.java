package io.filetao.api.file;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of uploads and downloads.
 *
 * @param storeTimeout Time for which an upload may stand still, however long it takes in all.
 * @param retrieveTimeout Time for which a download may stand still, however long it takes in all.
 * @param maxFileSize Size above which a file is refused.
 * @param defaultTtl Time for which a file is kept when the upload does not say.
 * @param maxTtl Longest time for which a file is kept.
 * @param proofAge Age up to which a shard's last proof counts.
 */
@ConfigurationProperties("filetao.api")
record FileProperties(
        @DefaultValue("60s") Duration storeTimeout,
        @DefaultValue("60s") Duration retrieveTimeout,
        @DefaultValue("1TB") DataSize maxFileSize,
        @DefaultValue("30d") Duration defaultTtl,
        @DefaultValue("3650d") Duration maxTtl,
        @DefaultValue("7d") Duration proofAge) {}
