/** What happened in the network, one line each: written by validators, read by people, pages and replay. */
@NullMarked
package io.filetao.common.event;

import org.jspecify.annotations.NullMarked;
