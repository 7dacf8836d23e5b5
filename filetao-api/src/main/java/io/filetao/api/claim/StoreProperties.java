package io.filetao.api.claim;

import io.filetao.api.web.ProblemException;
import io.filetao.api.web.ProblemType;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of files that are stored.
 *
 * @param storeTimeout Time for which an upload may stand still, however long it takes in all.
 * @param uploadIdle Time after which a resumable upload is given up when nothing comes.
 * @param maxFileSize Size above which a file is refused.
 * @param defaultTtl Time for which a file is kept when the upload does not say.
 * @param maxTtl Longest time for which a file is kept.
 */
@ConfigurationProperties("filetao.api")
public record StoreProperties(
        @DefaultValue("60s") Duration storeTimeout,
        @DefaultValue("24h") Duration uploadIdle,
        @DefaultValue("1TB") DataSize maxFileSize,
        @DefaultValue("30d") Duration defaultTtl,
        @DefaultValue("3650d") Duration maxTtl) {

    /** The refusal of a file above the greatest size. */
    public ProblemException tooLarge() {
        return new ProblemException(
                        ProblemType.TOO_LARGE,
                        "This node takes files of at most %d bytes."
                                .formatted(this.maxFileSize.toBytes()))
                .with("maxBytes", this.maxFileSize.toBytes());
    }
}
