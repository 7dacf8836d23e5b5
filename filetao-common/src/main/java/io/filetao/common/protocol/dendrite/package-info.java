/** The outbound side of a node: signed calls to axons, with checked answers, size limits and time limits. */
@NullMarked
package io.filetao.common.protocol.dendrite;

import org.jspecify.annotations.NullMarked;
