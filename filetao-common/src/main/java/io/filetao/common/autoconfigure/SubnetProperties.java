package io.filetao.common.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The subnet that a program works on.
 *
 * @param netuid Number of the subnet.
 */
@ConfigurationProperties("filetao")
record SubnetProperties(@DefaultValue("21") int netuid) {}
