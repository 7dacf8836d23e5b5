/** What nodes say to each other: signed requests and responses, messages, limits and named errors. */
@NullMarked
package io.filetao.common.protocol;

import org.jspecify.annotations.NullMarked;
