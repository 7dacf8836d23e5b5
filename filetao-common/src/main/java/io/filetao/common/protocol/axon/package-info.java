/** The inbound side of a node: reads, authenticates and admits signed requests, hands them over, signs the answers. */
@NullMarked
package io.filetao.common.protocol.axon;

import org.jspecify.annotations.NullMarked;
