package io.filetao.validator.axon;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The validator's entry node for users.
 *
 * @param url Address of the API node that shares this validator's wallet and index, as users reach it. It is told to whoever found
 *     the validator on the chain; without it nobody is sent anywhere.
 */
@ConfigurationProperties("filetao.validator.api")
record ApiProperties(@Nullable URI url) {}
