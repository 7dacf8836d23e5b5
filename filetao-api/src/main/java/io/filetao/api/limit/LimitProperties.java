package io.filetao.api.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one caller may ask of all replicas together, and what this node takes on at once. Zero means no limit.
 *
 * @param requestsPerSecond Requests of one caller in the long run.
 * @param burst Requests of one caller that may come at once.
 * @param streams Uploads, downloads and live streams that one caller may have going on at once.
 * @param uploadPerDay Bytes that one account may send in a day (UTC).
 * @param transferMemory Memory that all downloads of this node may hold together; a third of the heap when it is zero.
 */
@ConfigurationProperties("filetao.api.limits")
record LimitProperties(
        @DefaultValue("200") int requestsPerSecond,
        @DefaultValue("2000") int burst,
        @DefaultValue("512") int streams,
        @DefaultValue("0B") DataSize uploadPerDay,
        @DefaultValue("0B") DataSize transferMemory) {

    LimitProperties {
        if (requestsPerSecond < 0 || burst < 0 || streams < 0 || uploadPerDay.isNegative()) {
            throw new IllegalArgumentException("filetao.api.limits holds no negative numbers");
        }
    }
}
