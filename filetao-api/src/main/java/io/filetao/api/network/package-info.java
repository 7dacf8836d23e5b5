/** The chain and its nodes, for people and pages. */
@NullMarked
package io.filetao.api.network;

import org.jspecify.annotations.NullMarked;
