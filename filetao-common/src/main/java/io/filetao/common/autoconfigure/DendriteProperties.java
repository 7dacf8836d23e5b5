package io.filetao.common.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a node calls others.
 *
 * @param pingTimeout How long a miner may take to answer a ping.
 * @param generation Generation of the keys that shards are sealed and audited under; counts changes of the hotkey.
 */
@ConfigurationProperties("filetao.dendrite")
record DendriteProperties(
        @DefaultValue("2s") Duration pingTimeout, @DefaultValue("0") int generation) {}
